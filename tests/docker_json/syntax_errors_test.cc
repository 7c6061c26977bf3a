// The messages for a text that is not JSON: all of them come in one run, in the order of the file.

#include "tests/docker_json/findings.h"
#include "tests/support/catch.h"

namespace polc::docker {
namespace {

struct Case {
  std::string text;
  std::string findings;
};

void Check(const Case& example) {
  INFO(example.text);
  Parsed parsed;
  ParseInto(parsed, example.text);
  CHECK(parsed.Findings() == example.findings);
  CHECK_FALSE(parsed.profile);
}

TEST_CASE("a text that is not JSON is explained") {
  const Case kCases[] = {
      {"", "1:1: error: expected a JSON object, found the end of the file [json-syntax]\n"},
      {" \n\n", "1:1: error: expected a JSON object, found the end of the file [json-syntax]\n"},
      {"}", "1:1: error: expected a JSON object, found `}` [json-syntax]\n"},
      {std::string(1, '\0'),
       "1:1: error: expected a JSON object, found the control character 0x0 [json-syntax]\n"},
      {"\xff\xfe{",
       "1:1: error: the file is UTF-16; JSON is read as UTF-8 only, so save it as that "
       "[json-syntax]\n"},
      {"\xef\xbb\xbf{\"defaultAction\": \"SCMP_ACT_LOG\"}",
       "1:1: error: the file begins with a byte order mark; Docker refuses that, so save it as "
       "UTF-8 without [json-syntax]\n"},
      {"// c\n{\"defaultAction\": \"SCMP_ACT_LOG\"} # d",
       "1:1: error: JSON has no comments, and Docker refuses the file; remove them "
       "[json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\" /* x",
       "1:34: error: JSON has no comments, and this one is never closed; remove it "
       "[json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\",}",
       "1:33: error: JSON allows no `,` in front of `}`; remove it [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [,]}",
       "1:48: error: expected a value or `]`, found `,` [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\" \"syscalls\": []}",
       "1:34: error: expected `,` or `}`, found the string \"syscalls\" [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\"\"syscalls\": []}",
       "1:33: error: expected `,` or `}`, found the string \"syscalls\" [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\"; \"syscalls\": []}",
       "1:33: error: expected `,` or `}`, found `;` [json-syntax]\n"},
      {"{\"defaultAction\" \"SCMP_ACT_LOG\"}",
       "1:18: error: expected `:` after the key, found the string \"SCMP_ACT_LOG\" "
       "[json-syntax]\n"},
      {"{\"defaultAction\" = \"SCMP_ACT_LOG\"}",
       "1:18: error: expected `:` after the key, found `=` [json-syntax]\n"},
      {"{\"defaultAction\": }",
       "1:19: error: expected a value after `:`, found `}` [json-syntax]\n"},
      {"{\"defaultAction\":}",
       "1:18: error: expected a value after `:`, found `}` [json-syntax]\n"},
      {"{defaultAction: \"SCMP_ACT_LOG\"}",
       "1:2: error: expected a key in double quotes, found `defaultAction` [json-syntax]\n"},
      {"{'defaultAction': 'SCMP_ACT_LOG'}",
       "1:2: error: a string stands in double quotes, found `'defaultAction'` [json-syntax]\n"
       "1:19: error: a string stands in double quotes, found `'SCMP_ACT_LOG'` [json-syntax]\n"},
      {"{\"defaultAction\": “SCMP_ACT_LOG”}",
       "1:19: error: expected a value after `:`, found `“` [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\"} {}",
       "1:35: error: expected nothing after the end of the JSON value, found `{` [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\"}}",
       "1:34: error: expected nothing after the end of the JSON value, found `}` [json-syntax]\n"},
      {std::string("{\"defaultAction\": \"SCMP_ACT_LOG\"}\0", 34),
       "1:34: error: expected nothing after the end of the JSON value, found the control character "
       "0x0 [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\"",
       "1:33: error: expected `,` or `}`, found the end of the file [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [\n",
       "1:48: error: expected a value or `]`, found the end of the file [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [}",
       "1:48: error: expected a value or `]`, found `}` [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\n}",
       "1:19: error: the string is not closed before the end of its line; add the missing `\"` "
       "[json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_\tLOG\"}",
       "1:25: error: a string cannot contain the control character 0x9 unescaped; write `\\t` "
       "[json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_\\x\"}",
       "1:25: error: JSON has no escape `\\x`; write `\\\\` for a backslash [json-syntax]\n"},
      {"{\"defaultAction\": \"\\u12\"}",
       "1:20: error: `\\u12` is not an escape; write four hexadecimal digits after `\\u` [json-syntax]\n"},
      {"{\"defaultAction\": \"\\ud800\\n\"}",
       "1:20: error: `\\ud800` is half of a surrogate pair and stands for no character "
       "[json-syntax]\n"},
      {"{\"defaultAction\": \"\\udc00\"}",
       "1:20: error: `\\udc00` is half of a surrogate pair and stands for no character "
       "[json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP\xff\"}",
       "1:24: error: the string is not UTF-8 at the byte 0xff [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP\xed\xa0\x80\"}",
       "1:24: error: the string is not UTF-8 at the byte 0xed [json-syntax]\n"},
      {"{\"defaultAction\": tru}", "1:19: error: expected `true`, found `tru` [json-syntax]\n"},
      {"{\"defaultAction\": SCMP_ACT_LOG}",
       "1:19: error: expected a value, found `SCMP_ACT_LOG`; a string stands in double quotes "
       "[json-syntax]\n"},
      {"{\"defaultAction\": None}",
       "1:19: error: JSON has no `None`; write `null` [json-syntax]\n"},
      {"{\"defaultAction\": \"SCMP_ACT_LOG\", \"comment\": TRUE}",
       "1:35: warning: unknown key `comment`; it is ignored [unknown-key]\n"
       "1:46: error: expected `true`, found `TRUE`; JSON's literals are lower case "
       "[json-syntax]\n"},
  };
  for (const Case& example : kCases) Check(example);
}

TEST_CASE("a number that is not JSON is explained") {
  const std::string head = "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"defaultErrnoRet\": ";
  const Case kCases[] = {
      {"01", "`01` is not a number of JSON; leading zeros are not allowed, and octal is not known"},
      {"0x26", "`0x26` is not a number of JSON; write it in decimal: `38`"},
      {"+1", "`+1` is not a number of JSON; a plus sign is not allowed"},
      {"1.", "`1.` is not a number of JSON"},
      {".5", "`.5` is not a number of JSON"},
      {"1e", "`1e` is not a number of JSON"},
      {"1_000", "`1_000` is not a number of JSON"},
      {"-", "`-` is not a number of JSON"},
      {"1e999", "the number `1e999` is too large for every JSON reader"},
      {"-1e999", "the number `-1e999` is too large for every JSON reader"},
      {std::string(500, '9'),
       "the number `" + std::string(40, '9') + "…` is too large for every JSON reader"},
      {"NaN", "JSON has no `NaN`"},
      {"-Infinity", "`-Infinity` is not a number of JSON"},
  };
  for (const Case& example : kCases) {
    Check({head + example.text + "}", "1:56: error: " + example.findings + " [json-syntax]\n"});
  }
}

TEST_CASE("errors of syntax and of meaning come in one run") {
  Check(
      {"{\n"
       "  \"defaultAction\": \"SCMP_ACT_ALOW\",\n"
       "  \"syscalls\": [\n"
       "    {\"names\": [\"open\", 'close',], \"action\": \"SCMP_ACT_ALLOW\" \"args\": []},\n"
       "    // the rest\n"
       "    {\"names\": [\"read\"], \"action\": \"SCMP_ACT_ALLOW\", \"args\": [{\"index\": 9, "
       "\"value\": 01, \"op\": \"SCMP_CMP_EQ\"}]},\n"
       "  ]\n"
       "  \"flags\": 1\n",
       "2:20: error: unknown action `SCMP_ACT_ALOW`; did you mean `SCMP_ACT_ALLOW`? "
       "[unknown-word]\n"
       "4:24: error: a string stands in double quotes, found `'close'` [json-syntax]\n"
       "4:31: error: JSON allows no `,` in front of `]`; remove it [json-syntax]\n"
       "4:62: error: expected `,` or `}`, found the string \"args\" [json-syntax]\n"
       "5:5: error: JSON has no comments, and Docker refuses the file; remove them [json-syntax]\n"
       "6:72: error: `index` 9 is out of range; a syscall has the arguments 0 to 5 "
       "[invalid-value]\n"
       "6:84: error: `01` is not a number of JSON; leading zeros are not allowed, and octal is not "
       "known [json-syntax]\n"
       "6:110: error: JSON allows no `,` in front of `]`; remove it [json-syntax]\n"
       "8:3: error: expected `,` or `}`, found the string \"flags\" [json-syntax]\n"
       "8:12: error: `flags` must be a list of strings, found the number 1 [wrong-type]\n"
       "8:13: error: expected `,` or `}`, found the end of the file [json-syntax]\n"});
}

TEST_CASE("after 20 errors of syntax the reader stops and says so") {
  std::string text = "{\"defaultAction\": \"SCMP_ACT_LOG\", \"architectures\": [";
  for (int i = 0; i < 100; ++i) text += "'x', ";
  Parsed parsed;
  ParseInto(parsed, text);
  REQUIRE(parsed.diagnostics.error_count() == 20);
  const Diagnostic& last = parsed.diagnostics.all().back();
  REQUIRE(last.notes.size() == 1);
  CHECK(last.notes[0] ==
        "the rest of the file is not read: there are 20 mistakes in its JSON so far");
}

TEST_CASE("the bracket that is never closed is shown") {
  Parsed parsed;
  ParseInto(parsed, "{\"defaultAction\": \"SCMP_ACT_LOG\",\n \"syscalls\": [\n");
  REQUIRE(parsed.diagnostics.all().size() == 1);
  CHECK(RenderText(parsed.diagnostics.all()[0], parsed.sources, Colour::Off) ==
        "error: expected a value or `]`, found the end of the file [json-syntax]\n"
        "  --> p.json:2:15\n"
        "2 |  \"syscalls\": [\n"
        "  |               ^\n"
        "2 |  \"syscalls\": [\n"
        "  |              - opened here\n");
}

}  // namespace
}  // namespace polc::docker
