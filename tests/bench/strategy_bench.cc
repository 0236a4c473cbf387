// What a strategy costs: each line's exact count by sets, and the same lines through plain Xapian.
//   strategy_bench DATA_DIR STRATEGY.txt [--runs N]
// Prints CPU milliseconds: sets cold (nothing read yet), sets warm (median of N runs), plain Xapian
// warm (median), and the ratio. Counts of both must agree; a line that Xapian cannot be asked is
// left out of both sums and named. CPU time of this thread alone: other programs disturb it little.
#include <xapian.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "model/index_format.h"
#include "query/mapping.h"
#include "query/resolve.h"
#include "search/heading_terms.h"
#include "search/index_reader.h"
#include "search/patterns.h"
#include "search/reader_state.h"
#include "search/set_cache.h"
#include "search/strategy_runner.h"
#include "search/word_forms.h"
#include "search/xapian_query.h"
#include "store/vocabulary_store.h"

using namespace evidence;

namespace {

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

// The same tree as Xapian's own operators: ORs of expanded words, NEAR and PHRASE.
class Plain {
 public:
  Plain(const Xapian::Database& database, const std::map<unsigned, Xapian::Query>& lines)
      : database_(database), lines_(lines) {}

  bool possible = true;

  Xapian::Query make(const query::Node& node) {
    using namespace query;
    using Xapian::Query;
    if (const auto* both = std::get_if<And>(&node.value))
      return list(Query::OP_AND, both->children);
    if (const auto* either = std::get_if<Or>(&node.value)) {
      return list(Query::OP_OR, either->children);
    }
    if (const auto* without = std::get_if<Not>(&node.value)) {
      return {Query::OP_AND_NOT, make(without->children[0]), make(without->children[1])};
    }
    if (const auto* line = std::get_if<LineRef>(&node.value)) {
      const auto at = lines_.find(line->line);
      return at == lines_.end() ? Query() : at->second;
    }
    if (const auto* heading = std::get_if<Heading>(&node.value)) {
      return any(heading_terms(*heading));
    }
    if (const auto* name = std::get_if<Subheading>(&node.value))
      return any(subheading_terms(*name));
    if (const auto* exact = std::get_if<Exact>(&node.value)) {
      return Query(term_of(exact->field, exact_key(exact->field, exact->value)));
    }
    if (const auto* range = std::get_if<Range>(&node.value)) {
      return range_query(range->slot, range->from, range->to);
    }
    FieldSet fields;
    if (const auto* term = std::get_if<Term>(&node.value)) fields = term->fields;
    if (const auto* phrase = std::get_if<Phrase>(&node.value)) fields = phrase->fields;
    if (const auto* near = std::get_if<Near>(&node.value)) fields = near->fields;
    std::vector<Query> parts;
    for (const Field field : fields.fields()) parts.push_back(in_field(field, node));
    return {Query::OP_OR, parts.begin(), parts.end()};
  }

 private:
  Xapian::Query list(Xapian::Query::op op, const std::vector<query::Node>& children) {
    std::vector<Xapian::Query> parts;
    for (const query::Node& child : children) parts.push_back(make(child));
    return {op, parts.begin(), parts.end()};
  }

  static Xapian::Query any(const std::vector<std::string>& terms) {
    const std::vector<Xapian::Query> parts(terms.begin(), terms.end());
    return {Xapian::Query::OP_OR, parts.begin(), parts.end()};
  }

  // One position: any of the words.
  Xapian::Query word(Field field, const std::string& pattern) {
    auto terms = expand_pattern(database_, field, pattern, 100'000);
    return terms.ok() ? any(*terms) : Xapian::Query();
  }

  Xapian::Query in_field(Field field, const query::Node& node) {
    using Xapian::Query;
    if (const auto* near = std::get_if<query::Near>(&node.value)) {
      std::vector<Query> slots;
      for (const query::Node& operand : near->operands) slots.push_back(slot(field, operand));
      return {near->ordered ? Query::OP_PHRASE : Query::OP_NEAR, slots.begin(), slots.end(),
              static_cast<Xapian::termcount>(slots.size() + near->between)};
    }
    const auto* term = std::get_if<query::Term>(&node.value);
    const auto* phrase = std::get_if<query::Phrase>(&node.value);
    const std::string& text = term != nullptr ? term->text : phrase->text;
    std::vector<Query> slots;
    for (const PatternWord& each : pattern_words(text)) slots.push_back(word(field, each.pattern));
    if (slots.size() == 1) return slots.front();
    return {Query::OP_PHRASE, slots.begin(), slots.end(),
            static_cast<Xapian::termcount>(slots.size())};
  }

  // Xapian takes terms and ORs of terms beside NEAR, nothing else.
  Xapian::Query slot(Field field, const query::Node& node) {
    if (const auto* term = std::get_if<query::Term>(&node.value)) {
      const auto words = pattern_words(term->text);
      if (words.size() == 1) return word(field, words.front().pattern);
    }
    if (const auto* either = std::get_if<query::Or>(&node.value)) {
      std::vector<Xapian::Query> parts;
      for (const query::Node& child : either->children) parts.push_back(slot(field, child));
      return {Xapian::Query::OP_OR, parts.begin(), parts.end()};
    }
    possible = false;
    return {};
  }

  const Xapian::Database& database_;
  const std::map<unsigned, Xapian::Query>& lines_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: strategy_bench DATA_DIR STRATEGY.txt [--runs N]\n");
    return 2;
  }
  int runs = 5;
  for (int i = 3; i + 1 < argc; ++i) {
    if (std::string(argv[i]) == "--runs") runs = std::atoi(argv[i + 1]);
  }
  std::ifstream file(argv[2]);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::filesystem::path folder(argv[1]);
  auto reader = IndexReader::open(folder / kIndexFolder / kStubName);
  if (!reader.ok() || !(*reader)->refresh().ok()) {
    std::fprintf(stderr, "no index in %s\n", argv[1]);
    return 1;
  }
  auto vocabulary = open_vocabulary(folder);
  RunOptions options;
  if (vocabulary.ok()) options.language.vocabulary = vocabulary->get();
  query::ParseOptions parsing;
  parsing.vocabulary = options.language.vocabulary;
  parsing.today = {2026, 11, 29};
  auto strategy = query::parse_strategy(text, query::Syntax::kOvid, parsing);
  if (!strategy.ok()) return 1;
  StrategyRequest request;
  request.strategy = std::move(strategy).value();

  const IndexReader::State& state = (*reader)->state();
  SetCache cache({512U << 20U, 0});
  const std::shared_ptr<SnapshotSets> sets = cache.of(state);
  const auto run_once = [&](double& took) {
    const double begin = cpu_ms();
    auto run = run_strategy(state, *sets, options, request);
    took = cpu_ms() - begin;
    return run;
  };
  double cold = 0;
  auto first = run_once(cold);
  if (!first.ok()) return 1;
  std::vector<double> warm;
  for (int i = 0; i < runs; ++i) {
    double took = 0;
    if (!run_once(took).ok()) return 1;
    warm.push_back(took);
  }

  // Plain Xapian: queries are built once, only matching is timed.
  std::map<unsigned, Xapian::Query> lines;
  std::vector<double> plain(static_cast<std::size_t>(runs), 0.0);
  std::size_t i = 0;
  int differing = 0;
  for (const query::StrategyLine& line : request.strategy.lines) {
    if (line.kind != query::LineKind::kSearch) continue;
    query::Node tree = line.parsed.tree;
    std::vector<query::Message> messages;
    query::map_plain_words(tree, {}, messages);
    query::resolve_headings(tree, *options.language.vocabulary, nullptr, messages);
    Plain builder(state.database, lines);
    const Xapian::Query built = builder.make(tree);
    lines[line.number] = built;
    std::uint64_t count = 0;
    for (std::size_t run = 0; run < plain.size(); ++run) {
      Xapian::Enquire enquire(state.database);
      enquire.set_weighting_scheme(Xapian::BoolWeight());
      enquire.set_query(built);
      const double begin = cpu_ms();
      count = enquire.get_mset(0, 0, state.database.get_doccount()).get_matches_estimated();
      plain[run] += cpu_ms() - begin;
    }
    const LineRun& ours = first->lines[i++];
    const bool same = ours.count == count;
    differing += same ? 0 : 1;
    std::printf("%3u %9llu %9llu%s %s\n", line.number, static_cast<unsigned long long>(ours.count),
                static_cast<unsigned long long>(count),
                !builder.possible ? " (not for Xapian)" : (same ? "" : " DIFFERENT"),
                line.text.c_str());
  }
  std::printf("works %llu, vocabulary %s\n", static_cast<unsigned long long>(state.documents),
              options.language.vocabulary->version().c_str());
  std::printf("sets cold %.1f ms, sets warm %.2f ms, plain Xapian warm %.1f ms, ratio %.4f\n", cold,
              median(warm), median(plain), median(warm) / median(plain));
  std::printf("memory of sets %.1f MB, lines that differ %d\n",
              static_cast<double>(sets->memory()) / 1e6, differing);
  return differing == 0 ? 0 : 1;
}
