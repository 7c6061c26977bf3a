#pragma once

// Random `.polc` texts that are right by construction: every construct of the language, with white
// space, line ends and numbered comments wherever the language allows them.

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace polc::dsl {

class TextGenerator {
 public:
  explicit TextGenerator(unsigned seed) : random_(seed) {}

  [[nodiscard]] std::string MakeFile();
  // Of the text made last, in order.
  [[nodiscard]] const std::vector<std::string>& comments() const { return comments_; }

 private:
  size_t Pick(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random_); }
  bool Chance(size_t one_in) { return Pick(one_in) == 0; }

  // Appends a token, with white space in front if the token before needs it or by chance.
  void Put(std::string_view token);
  void PutOneOf(const std::vector<std::string_view>& tokens) { Put(tokens[Pick(tokens.size())]); }
  // Appends text directly behind the last token.
  void Glue(std::string_view text);
  void GlueOneOf(const std::vector<std::string_view>& texts) { Glue(texts[Pick(texts.size())]); }
  void Gap();
  void EndStatement();
  template <class MakeOne>
  void List(size_t most, MakeOne make_one);

  void MakeExpr(size_t depth);
  void MakeCondition(size_t depth);
  void MakeTest();
  void MakeEnvironment();
  void MakeTerm(size_t depth, bool may_be_braces);
  void MakeItem(size_t depth, bool may_be_braces);
  void MakeAction();
  void MakeRuleLine();
  void MakeRule(size_t depth);
  void MakePolicyStatement(size_t depth);
  void MakeCall();
  void MakeTestStatement();
  void MakeFileStatement();

  std::mt19937 random_;
  std::string text_;
  std::vector<std::string> comments_;
};

}  // namespace polc::dsl
