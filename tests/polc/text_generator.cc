#include "tests/polc/text_generator.h"

namespace polc::dsl {
namespace {

bool IsNamePart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '@';
}

}  // namespace

std::string TextGenerator::MakeFile() {
  text_.clear();
  comments_.clear();
  Gap();
  for (size_t count = Pick(6); count > 0; --count) MakeFileStatement();
  if (Chance(4)) text_ += "# the end";
  if (text_.ends_with("# the end")) comments_.push_back("# the end");
  return text_;
}

void TextGenerator::Gap() {
  switch (Pick(12)) {
    case 0:
      text_ += "\n";
      break;
    case 1:
      text_ += "\n\n\n  ";
      break;
    case 2:
    case 3: {
      const std::string comment =
          "# note " + std::to_string(comments_.size()) + (Chance(3) ? " { \" ;" : "");
      text_ += (Chance(2) ? " " : "\n\t") + comment + (Chance(3) ? "  \r\n" : "\n");
      comments_.push_back(comment);
      if (Chance(4)) Gap();
      break;
    }
    case 4:
      text_ += "\t ";
      break;
    default:
      text_ += " ";
  }
}

void TextGenerator::Put(std::string_view token) {
  const bool touches = !text_.empty() && IsNamePart(text_.back()) && IsNamePart(token.front());
  if (touches || !Chance(3)) Gap();
  text_ += token;
}

void TextGenerator::Glue(std::string_view text) { text_ += text; }

void TextGenerator::EndStatement() {
  switch (Pick(5)) {
    case 0:
      text_ += ";";
      break;
    case 1: {
      const std::string comment = "# behind " + std::to_string(comments_.size());
      text_ += "  " + comment + "\n";
      comments_.push_back(comment);
      break;
    }
    default:
      text_ += "\n";
  }
  if (Chance(4)) text_ += "\n\n";
}

template <class MakeOne>
void TextGenerator::List(size_t most, MakeOne make_one) {
  for (size_t count = 1 + Pick(most); count > 0; --count) {
    make_one();
    if (count > 1) Put(",");
  }
}

void TextGenerator::MakeExpr(size_t depth) {
  if (depth == 0 || Chance(3)) {
    PutOneOf({"0", "1", "42", "0x5401", "0o755", "0b101", "'T'", "'\\n'", "O_RDONLY", "CLONE_NEWNS",
              "AF_UNIX", "x"});
    return;
  }
  switch (Pick(8)) {
    case 0:
      Put("-");
      MakeExpr(depth - 1);
      return;
    case 1:
      Put("~");
      MakeExpr(depth - 1);
      return;
    case 2:
      Put("(");
      MakeExpr(depth - 1);
      Put(")");
      return;
    default:
      break;
  }
  // Each side is in parentheses, so that every combination of operators is allowed.
  Put("(");
  MakeExpr(depth - 1);
  Put(")");
  PutOneOf({"|", "&", "+", "-", "<<", ">>"});
  Put("(");
  MakeExpr(depth - 1);
  Put(")");
}

void TextGenerator::MakeTest() {
  if (Chance(5)) {
    Put("clone");
    Glue(".");
    Glue(Chance(2) ? "flags" : "arg0");
  } else {
    PutOneOf({"fd", "flags", "arg0", "arg5", "domain", "policy", "arch", "test"});
  }
  if (Chance(4)) {
    Put("as");
    PutOneOf({"u64", "u32", "i64", "i32"});
  }
  if (Chance(5)) {
    Put("has");
    if (Chance(2)) PutOneOf({"no", "any", "only"});
    MakeExpr(2);
    return;
  }
  if (Chance(3)) {
    Put("&");
    Put("(");
    MakeExpr(2);
    Put(")");
  }
  if (!Chance(3)) {
    PutOneOf({"==", "!=", "<", "<=", ">", ">="});
    MakeExpr(2);
    return;
  }
  if (Chance(3)) Put("not");
  Put("in");
  const auto range = [this] {
    MakeExpr(1);
    if (Chance(3)) {
      Put("..");
      MakeExpr(1);
    }
  };
  if (Chance(3)) {
    MakeExpr(1);
    Put("..");
    MakeExpr(1);
    return;
  }
  Put("{");
  List(4, range);
  if (Chance(4)) Put(",");
  Put("}");
}

void TextGenerator::MakeCondition(size_t depth) {
  if (depth == 0 || Chance(3)) return MakeTest();
  if (Chance(4)) {
    Put("not");
    if (Chance(2)) return MakeTest();
  } else if (!Chance(3)) {
    for (size_t count = 1 + Pick(3); count > 0; --count) {
      MakeTest();
      PutOneOf({"and", "or"});
    }
    if (Chance(2)) return MakeTest();
  }
  Put("(");
  MakeCondition(depth - 1);
  Put(")");
}

void TextGenerator::MakeEnvironment() {
  Put("when");
  for (size_t count = 1 + Pick(2); count > 0; --count) {
    switch (Pick(4)) {
      case 0:
        Put("not");
        [[fallthrough]];
      case 1:
        Put("cap");
        Put("(");
        List(3, [this] { PutOneOf({"CAP_SYS_ADMIN", "CAP_BPF"}); });
        Put(")");
        break;
      case 2:
        Put("kernel");
        PutOneOf({">=", "<"});
        PutOneOf({"4.8", "6.10", "5.0"});
        break;
      default:
        Put("arch");
        if (Chance(2)) Put("not");
        Put("in");
        Put("{");
        List(3, [this] { PutOneOf({"x86_64", "x86"}); });
        Put("}");
    }
    if (count > 1) Put("and");
  }
}

void TextGenerator::MakeTerm(size_t depth, bool may_be_braces) {
  if (may_be_braces && depth > 0 && Chance(3)) {
    Put("{");
    List(4, [this, depth] { MakeItem(depth - 1, true); });
    if (Chance(4)) Put(",");
    Put("}");
  } else if (Chance(8)) {
    Put("syscall");
    Glue("(");
    PutOneOf({"451", "0x1c3"});
    Put(")");
  } else if (Chance(6)) {
    Put("@known");
    Glue("(5.3)");
  } else {
    PutOneOf({"read", "write", "openat", "@basic-io", "@file-system", "clone3", "kill", "@x"});
  }
}

void TextGenerator::MakeItem(size_t depth, bool may_be_braces) {
  MakeTerm(depth, may_be_braces);
  while (Chance(5)) {
    Put("-");
    MakeTerm(depth, true);
  }
}

void TextGenerator::MakeAction() {
  switch (Pick(9)) {
    case 0:
      Put("deny");
      return;
    case 1:
      Put("errno");
      Glue("(");
      PutOneOf({"EPERM", "38"});
      Put(")");
      return;
    case 2:
      Put("deny errno(ENOSYS)");
      return;
    case 3:
      Put("trap");
      return;
    case 4:
      Put("trap(5)");
      return;
    case 5:
      Put("trace");
      Glue("(");
      MakeExpr(1);
      Put(")");
      return;
    case 6:
      PutOneOf({"kill_process", "kill_thread", "notify", "log"});
      return;
    default:
      Put("allow");
  }
}

void TextGenerator::MakeRuleLine() {
  MakeItem(1, false);
  for (size_t count = Pick(5) * (Chance(6) ? 5 : 1); count > 0; --count) {
    Put(",");
    MakeItem(1, true);
  }
  if (Chance(3)) {
    Put("if");
    MakeCondition(2);
  }
  if (Chance(4)) MakeEnvironment();
}

void TextGenerator::MakeRule(size_t depth) {
  if (depth > 0 && Chance(6)) {
    MakeEnvironment();
    Put("{");
    for (size_t count = Pick(3); count > 0; --count) MakeRule(depth - 1);
    Put("}");
    text_ += "\n";
    return;
  }
  MakeAction();
  if (Chance(4)) {
    Put("{");
    for (size_t count = Pick(4); count > 0; --count) {
      MakeRuleLine();
      EndStatement();
    }
    Put("}");
    text_ += "\n";
    return;
  }
  MakeRuleLine();
  EndStatement();
}

void TextGenerator::MakePolicyStatement(size_t depth) {
  switch (Pick(9)) {
    case 0:
      Put("arch");
      List(3, [this] { PutOneOf({"x86_64", "x86", "x32"}); });
      break;
    case 1:
      Put("flags");
      List(2, [this] { PutOneOf({"log", "tsync"}); });
      break;
    case 2:
      Put("default");
      MakeAction();
      break;
    case 3:
      Put("bad_arch");
      MakeAction();
      break;
    case 4:
      Put("include");
      GlueOneOf({" default", " net-client", "\"a \\\"b\\\" \\\\ # {.polc\""});
      break;
    default:
      return MakeRule(depth);
  }
  EndStatement();
}

void TextGenerator::MakeCall() {
  if (Chance(2)) return MakeItem(1, false);
  PutOneOf({"read", "openat", "clone3"});
  Glue("(");
  if (!Chance(4)) {
    List(3, [this] {
      if (Chance(2)) {
        PutOneOf({"flags", "fd", "arg1"});
        Put("=");
        MakeExpr(1);
      } else if (Chance(2)) {
        Put("_");
      } else {
        MakeExpr(1);
      }
    });
  }
  Put(")");
}

void TextGenerator::MakeTestStatement() {
  if (Chance(3)) {
    PutOneOf({"tighter than", "looser  than", "same\nas", "equal to"});
    GlueOneOf({" default", " web", "\"docker.json\""});
    if (Chance(2)) {
      Put("except");
      List(3, [this] { MakeItem(1, true); });
    }
  } else {
    MakeAction();
    List(3, [this] { MakeCall(); });
    if (Chance(4)) MakeEnvironment();
  }
  EndStatement();
}

void TextGenerator::MakeFileStatement() {
  switch (Pick(6)) {
    case 0:
      Put("let");
      PutOneOf({"X", "my_flags"});
      Put("=");
      MakeExpr(3);
      return EndStatement();
    case 1:
      Put("set");
      PutOneOf({"@x", "@my-set"});
      Put("=");
      MakeItem(2, true);
      return EndStatement();
    case 2:
      Put("include");
      Put("\"lib/a.polc\"");
      return EndStatement();
    case 3:
      Put("test");
      PutOneOf({"\"t\"", "\"a \\\"b\\\" c\""});
      Put("for");
      GlueOneOf({" web", "  default"});
      if (Chance(3)) MakeEnvironment();
      Put("{");
      for (size_t count = Pick(4); count > 0; --count) MakeTestStatement();
      break;
    default:
      Put("policy");
      GlueOneOf({" web", "\t a-b", " default"});
      if (Chance(2)) {
        Put("extends");
        GlueOneOf({" default", "\"docker.json\"", "\n \"docker.json\""});
      }
      Put("{");
      for (size_t count = Pick(6); count > 0; --count) MakePolicyStatement(2);
  }
  Put("}");
  text_ += "\n";
}

}  // namespace polc::dsl
