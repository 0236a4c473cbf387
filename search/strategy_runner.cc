#include "search/strategy_runner.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "query/describe.h"
#include "search/match.h"
#include "search/set_evaluator.h"
#include "search/tree_preparer.h"

namespace evidence {
namespace {

using Steady = std::chrono::steady_clock;
using query::Message;
using query::Severity;

std::chrono::microseconds since(Steady::time_point begin) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - begin);
}

std::uint32_t characters(std::string_view utf8) {
  return static_cast<std::uint32_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

class Runner {
 public:
  Runner(const IndexReader::State& state, SnapshotSets& sets, const RunOptions& options,
         const StrategyRequest& request)
      : state_(state), sets_(sets), options_(options), request_(request) {}

  Result<StrategyRun> run() {
    const Steady::time_point begin = Steady::now();
    if (begin > request_.deadline) {
      return Error{ErrorCode::kTimeout, "search_timeout", "There was no time to run the strategy.",
                   "Try again in a second."};
    }
    for (const query::StrategyLine& line : request_.strategy.lines) {
      if (line.kind != query::LineKind::kSearch) continue;
      by_number_.emplace(line.number, lines_.size());  // of two with one number the first counts
      lines_.push_back(&line);
    }
    results_.resize(lines_.size());
    sets_of_lines_.resize(lines_.size());
    limit_to_sources();
    for (std::size_t i = 0; i < lines_.size(); ++i) describe_line(i);
    for (const std::size_t i : in_order()) run_line(i);
    StrategyRun run;
    run.snapshot = state_.snapshot;
    run.documents = state_.documents;
    run.vocabulary = options_.language.vocabulary->version();
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (results_[i].counted) run.result = i;
    }
    if (request_.works) collect_works(run);
    run.lines = std::move(results_);
    run.took = since(begin);
    return run;
  }

 private:
  void limit_to_sources() {
    const auto sources = sets_.sources(state_.database);
    if (request_.sources.empty()) {
      asked_ = *sources;
      return;
    }
    std::vector<const IdSet*> parts;
    for (const std::string& name : request_.sources) {
      const auto at = sources->find(fold(name));
      if (at == sources->end()) {
        asked_.emplace(fold(name), std::make_shared<const IdSet>());
        continue;
      }
      asked_.insert(*at);
      parts.push_back(at->second.get());
    }
    within_ = std::make_shared<const IdSet>(IdSet::any_of(parts));
  }

  void describe_line(std::size_t i) {
    const query::StrategyLine& line = *lines_[i];
    LineRun& result = results_[i];
    result.number = line.number;
    result.text = line.text;
    result.messages = line.parsed.messages;
    result.refers_to = query::references_of(line.parsed.tree);
  }

  // Lines after those that they refer to, wherever these stand (a history may list the newest
  // first); in a circle none can come first: they are left as they are and say so when run.
  std::vector<std::size_t> in_order() {
    std::vector<std::size_t> order;
    std::vector<std::size_t> waiting(lines_.size(), 0);
    std::vector<std::vector<std::size_t>> needed_by(lines_.size());
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      for (const unsigned number : results_[i].refers_to) {
        const auto at = by_number_.find(number);
        if (at == by_number_.end() || at->second == i) continue;
        needed_by[at->second].push_back(i);
        ++waiting[i];
      }
    }
    std::vector<std::size_t> ready;
    for (std::size_t i = lines_.size(); i-- > 0;) {
      if (waiting[i] == 0) ready.push_back(i);
    }
    while (!ready.empty()) {
      const std::size_t next = ready.back();
      ready.pop_back();
      order.push_back(next);
      for (const std::size_t i : needed_by[next]) {
        if (--waiting[i] == 0) ready.push_back(i);
      }
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (waiting[i] > 0) order.push_back(i);
    }
    return order;
  }

  void fail(std::size_t i, const Error& error) {
    Message message{Severity::kError, error.slug, error.message, {}, error.hint};
    message.line = lines_[i]->text_line;
    message.column = lines_[i]->column;
    results_[i].messages.push_back(std::move(message));
  }

  void run_line(std::size_t i) {
    LineRun& result = results_[i];
    const query::StrategyLine& line = *lines_[i];
    if (!line.parsed.usable) return;  // its messages say why
    const Steady::time_point begin = Steady::now();
    query::Node tree = line.parsed.tree;
    try {
      prepare(i, tree);
      result.tree = query::to_text(tree);
      result.read_as = query::describe(tree);
      SetOptions set_options;
      set_options.max_expansion = options_.max_expansion;
      set_options.acronyms = line.syntax == query::Syntax::kSimple;
      set_options.deadline = request_.deadline;
      set_options.line = [this](unsigned number) -> SharedSet {
        const auto at = by_number_.find(number);
        return at == by_number_.end() ? nullptr : sets_of_lines_[at->second];
      };
      Result<SharedSet> set = SetEvaluator(state_.database, sets_, set_options).evaluate(tree);
      if (!set.ok()) return fail(i, set.error());
      count(i, std::move(set).value());
    } catch (const DeadlinePassed&) {
      return fail(i,
                  {ErrorCode::kTimeout, "line_timeout", "There was no time left to run this line.",
                   "Run the strategy again: what was found so far is kept in memory."});
    }
    result.took = since(begin);
  }

  void prepare(std::size_t i, query::Node& tree) {
    Language language = options_.language;
    language.mapping = language.mapping && request_.mapping;
    std::vector<Message> messages;
    TreePreparer(state_, sets_, language)
        .prepare(tree, lines_[i]->syntax, lines_[i]->text, messages);
    for (Message& message : messages) {
      message.line = lines_[i]->text_line;
      if (message.column == 0) {
        const std::string_view before =
            std::string_view(lines_[i]->text).substr(0, message.span.begin);
        message.column = lines_[i]->column + characters(before);
      }
      results_[i].messages.push_back(std::move(message));
    }
  }

  void count(std::size_t i, SharedSet set) {
    if (within_ != nullptr) {
      IdSet narrowed = *set;
      narrowed &= *within_;
      set = std::make_shared<const IdSet>(std::move(narrowed));
    }
    LineRun& result = results_[i];
    result.count = set->size();
    for (const auto& [source, works] : asked_) {
      const std::uint64_t count = set->size_of_and(*works);
      if (count > 0 || !request_.sources.empty()) result.by_source.emplace(source, count);
    }
    result.counted = true;
    sets_of_lines_[i] = std::move(set);
  }

  void collect_works(StrategyRun& run) {
    std::vector<const IdSet*> parts;
    for (const SharedSet& set : sets_of_lines_) {
      if (set != nullptr) parts.push_back(set.get());
    }
    const auto ids = sets_.work_ids(state_.database);
    std::vector<std::pair<std::string_view, std::uint32_t>> found;
    IdSet::any_of(parts).for_each([&](std::uint32_t document) {
      found.emplace_back((*ids)[document], document);
      return true;
    });
    std::sort(found.begin(), found.end());
    std::unordered_map<std::uint32_t, std::uint32_t> position;
    position.reserve(found.size());
    for (const auto& [id, document] : found) {
      position.emplace(document, static_cast<std::uint32_t>(run.works.size()));
      run.works.emplace_back(id);
    }
    for (const SharedSet& set : sets_of_lines_) {
      std::vector<std::uint32_t> places;
      if (set != nullptr) {
        places.reserve(set->size());
        set->for_each([&](std::uint32_t document) {
          places.push_back(position.at(document));
          return true;
        });
      }
      std::sort(places.begin(), places.end());
      run.sets.push_back(IdSet::of(places));
    }
  }

  const IndexReader::State& state_;
  SnapshotSets& sets_;
  const RunOptions& options_;
  const StrategyRequest& request_;
  std::vector<const query::StrategyLine*> lines_;
  std::unordered_map<unsigned, std::size_t> by_number_;
  std::vector<LineRun> results_;
  std::vector<SharedSet> sets_of_lines_;
  std::map<std::string, SharedSet> asked_;  // sources that are counted
  SharedSet within_;                        // works of the sources asked for; nullptr: all
};

}  // namespace

Result<StrategyRun> run_strategy(const IndexReader::State& state, SnapshotSets& sets,
                                 const RunOptions& options, const StrategyRequest& request) {
  return Runner(state, sets, options, request).run();
}

}  // namespace evidence
