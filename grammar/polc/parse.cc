// The one translation unit that instantiates the grammar. The grammar fills the flat tree of
// ParseState, from which build.h makes the AST.

#include "grammar/polc/parse.h"

#include <type_traits>

#include <tao/pegtl.hpp>

#include "grammar/polc/build.h"
#include "grammar/polc/explain.h"
#include "grammar/polc/grammar.h"
#include "grammar/polc/messages.h"
#include "grammar/polc/node_kinds.h"

namespace polc::dsl {
namespace {

namespace pegtl = tao::pegtl;

template <class Input>
size_t Offset(const Input& in, const ParseState& state) {
  return static_cast<size_t>(in.current() - state.text.data());
}

template <class Rule>
struct Raising : pegtl::normal<Rule> {
  template <class Input>
  [[noreturn]] static void raise(const Input& in, ParseState& state) {
    static_assert(!expected<Rule>.what.empty(), "messages.h says nothing about this commit point");
    RaiseExpected(state, Offset(in, state), expected<Rule>);
  }
};

// Opens the rule's node when it begins and takes it back when it fails or throws.
template <class Rule>
struct Noting : Raising<Rule> {
  template <class Input>
  static void start(const Input& in, ParseState& state) {
    state.tree.Open(node_kind<Rule>.kind, Offset(in, state));
  }
  template <class Input>
  static void success(const Input& in, ParseState& state) {
    if constexpr (node_kind<Rule>.vanishes_if_single) {
      state.tree.CloseUnlessSingle(Offset(in, state));
    } else {
      state.tree.Close(Offset(in, state));
    }
  }
  template <class Input>
  static void failure(const Input&, ParseState& state) {
    state.tree.Cancel();
  }
  template <class Input>
  static void unwind(const Input&, ParseState& state) {
    state.tree.Cancel();
  }
};

template <class Rule>
struct Control
    : std::conditional_t<node_kind<Rule>.kind == Kind::None, Raising<Rule>, Noting<Rule>> {};

// Recognises a file of another format by its first character, because nothing in it could be read.
bool ReportOtherFormat(ParseState& state, size_t at) {
  const char c = at < state.text.size() ? state.text[at] : '\0';
  if (c == '{' || c == '[') {
    state.Report(state.At(at, at + 1),
                 "this is JSON, not a `.polc` policy; give the file a name that ends in `.json`, "
                 "or convert it with "
                 "`polc import`");
    return true;
  }
  if (state.text.substr(at).starts_with("\x7f"
                                        "ELF") ||
      state.text.find('\0') != std::string_view::npos) {
    state.Report(state.At(at, at), "this is not text");
    return true;
  }
  return false;
}

}  // namespace

File ParseFile(const SourceFile& source, DiagnosticSink& diagnostics) {
  const size_t errors = diagnostics.error_count();
  ParseState state(source, diagnostics);
  File file;
  if (source.text.size() > kMaxPolicyBytes) {
    state.Report({.id = DiagnosticId::TooLarge,
                  .span = state.At(0, 0),
                  .message = "larger than the 64 MiB that polc reads"});
  } else {
    const size_t bom = state.text.starts_with("\xef\xbb\xbf") ? 3 : 0;
    if (!ReportOtherFormat(state, ScanGap(state, bom))) {
      state.comments.clear();
      state.tree.Reserve(source.text.size() / 8);  // a dense policy has a node for every 7 bytes
      pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*> in(
          source.text.data() + bom, source.text.data() + source.text.size(), "");
      if (pegtl::parse<grammar::file, pegtl::nothing, Control>(in, state)) file = BuildFile(state);
    }
  }
  file.source = source.id;
  file.complete = diagnostics.error_count() == errors;
  return file;
}

}  // namespace polc::dsl
