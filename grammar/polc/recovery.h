#pragma once

// The three ways in which the grammar goes on after an error, so that one run reports all errors:
// after the wrong line (`recover`), at the `{` after a wrong header (`header`), and, if a `}` is
// missing, where the block must have ended (`block`). `deeper` bounds the recursion, `unnoted` is
// for looking ahead.

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "grammar/polc/parse.h"
#include "grammar/polc/parse_state.h"
#include "grammar/polc/skip.h"
#include "grammar/polc/tokens.h"

namespace polc::dsl::grammar {

// Reads R; after an error in it reports that and skips to the next statement. Always consumes
// something.
template <class R>
struct recover {
  using rule_t = recover;
  using subs_t = tao::pegtl::type_list<R>;

  template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode, template <class...> class Action,
            template <class...> class Control, class Input>
  [[nodiscard]] static bool match(Input& in, ParseState& state) {
    const char* const text = state.text.data();
    const size_t blocks = state.blocks.size();
    const size_t depth = state.depth;
    const uint32_t outer = state.line_begin;
    const auto begin = static_cast<uint32_t>(in.current() - text);
    state.line_begin = begin;
    try {
      const bool matched =
          Control<R>::template match<A, tao::pegtl::rewind_mode::required, Action, Control>(in,
                                                                                            state);
      state.line_begin = outer;
      return matched;
    } catch (SyntaxError& error) {
      state.line_begin = outer;
      state.blocks.resize(blocks);
      state.depth = depth;
      state.Report(std::move(error.diagnostic));
      in.iterator() = text + (state.too_many_errors() ? state.text.size()
                                                      : SkipStatement(state.text, begin, error.at));
      return true;
    }
  }
};

// Reads R, which stands between a keyword and a `{`; after an error in it goes on at the `{`, if
// that is on the same line.
template <class R>
struct header {
  using rule_t = header;
  using subs_t = tao::pegtl::type_list<R>;

  template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode, template <class...> class Action,
            template <class...> class Control, class Input>
  [[nodiscard]] static bool match(Input& in, ParseState& state) {
    const size_t depth = state.depth;
    try {
      return Control<R>::template match<A, tao::pegtl::rewind_mode::required, Action, Control>(
          in, state);
    } catch (SyntaxError& error) {
      const size_t brace = BraceOnLine(state.text, error.at);
      if (brace == kNoMatch) throw;
      state.depth = depth;
      state.Report(std::move(error.diagnostic));
      in.iterator() = state.text.data() + brace;
      return true;
    }
  }
};

// R without its nodes: for looking ahead.
template <class R>
struct unnoted {
  using rule_t = unnoted;
  using subs_t = tao::pegtl::type_list<R>;

  template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  [[nodiscard]] static bool match(Input& in, ParseState& state) {
    const size_t nodes = state.tree.nodes().size();
    const bool matched = Control<R>::template match<A, M, Action, Control>(in, state);
    state.tree.Shorten(nodes);
    return matched;
  }
};

template <class Line, class End>
struct block : tao::pegtl::seq<open_block, between,
                               tao::pegtl::star<tao::pegtl::not_at<End>, recover<Line>, between>,
                               close_block> {};

template <class R>
struct deeper {
  using rule_t = deeper;
  using subs_t = tao::pegtl::type_list<R>;

  template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  [[nodiscard]] static bool match(Input& in, ParseState& state) {
    if (state.depth == kMaxDepth)
      RaiseTooDeep(state, static_cast<size_t>(in.current() - state.text.data()));
    ++state.depth;  // after an exception, the rule that catches it sets the depth
    const bool matched = Control<R>::template match<A, M, Action, Control>(in, state);
    --state.depth;
    return matched;
  }
};

}  // namespace polc::dsl::grammar

namespace tao::pegtl {

template <class Name, class R>
struct analyze_traits<Name, polc::dsl::grammar::recover<R>> : analyze_any_traits<R> {};
template <class Name, class R>
struct analyze_traits<Name, polc::dsl::grammar::header<R>> : analyze_opt_traits<R> {};
template <class Name, class R>
struct analyze_traits<Name, polc::dsl::grammar::deeper<R>> : analyze_seq_traits<R> {};

template <class Name, class R>
struct analyze_traits<Name, polc::dsl::grammar::unnoted<R>> : analyze_seq_traits<R> {};

}  // namespace tao::pegtl
