#include "search/eval.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <set>
#include <string_view>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLine = 64U << 10U;

Error bad_line(std::string_view what, std::size_t number, std::string_view line) {
  return {
      ErrorCode::kBadContent, "bad_" + std::string(what),
      "Line " + std::to_string(number) + " of the " + std::string(what) +
          " is not understood: " + quoted_for_message(line),
      what == "topics" ? "Each line is: id TAB text." : "Each line is: topic 0 document grade."};
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < line.size()) {
    const std::size_t begin = line.find_first_not_of(" \t\r", at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    at = end;
  }
  return words;
}

double discount(std::size_t rank) { return 1.0 / std::log2(static_cast<double>(rank) + 1.0); }

}  // namespace

Result<std::vector<Topic>> read_topics(std::istream& tsv) {
  std::vector<Topic> topics;
  std::set<std::string> ids;
  std::string line;
  for (std::size_t number = 1; std::getline(tsv, line); ++number) {
    if (trim(line).empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || tab == 0 || line.size() > kMaxLine) {
      return bad_line("topics", number, line);
    }
    Topic topic{line.substr(0, tab), std::string(trim(std::string_view(line).substr(tab + 1)))};
    if (topic.text.empty() || !ids.insert(topic.id).second) {
      return bad_line("topics", number, line);
    }
    topics.push_back(std::move(topic));
  }
  if (tsv.bad()) return Error{ErrorCode::kIo, "read_failed", "The topics could not be read.", ""};
  return topics;
}

Result<Judgements> read_judgements(std::istream& qrels) {
  Judgements judgements;
  std::string line;
  for (std::size_t number = 1; std::getline(qrels, line); ++number) {
    const std::vector<std::string_view> words = words_of(line);
    if (words.empty()) continue;
    int grade = 0;
    if (words.size() != 4) return bad_line("judgements", number, line);
    const auto parsed = std::from_chars(words[3].data(), words[3].data() + words[3].size(), grade);
    if (parsed.ec != std::errc{} || parsed.ptr != words[3].data() + words[3].size()) {
      return bad_line("judgements", number, line);
    }
    judgements[std::string(words[0])][std::string(words[2])] = grade;
  }
  if (qrels.bad()) {
    return Error{ErrorCode::kIo, "read_failed", "The judgements could not be read.", ""};
  }
  return judgements;
}

Measures measure(const Ranking& ranking, const std::map<std::string, int>& judged) {
  Measures measures;
  std::vector<int> ideal;
  for (const auto& [document, grade] : judged) {
    if (grade > 0) ideal.push_back(grade);
  }
  if (ideal.empty()) return measures;
  std::sort(ideal.begin(), ideal.end(), std::greater<>());
  double best = 0;
  for (std::size_t i = 0; i < ideal.size() && i < 10; ++i) best += ideal[i] * discount(i + 1);
  double gain = 0;
  double precisions = 0;
  double found = 0, found10 = 0, found100 = 0, found1000 = 0;
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    const auto judgement = judged.find(ranking[i]);
    if (judgement == judged.end() || judgement->second <= 0) continue;
    found += 1;
    precisions += found / static_cast<double>(i + 1);
    if (i < 10) {
      gain += judgement->second * discount(i + 1);
      found10 += 1;
    }
    if (i < 100) found100 += 1;
    if (i < 1'000) found1000 += 1;
  }
  const auto relevant = static_cast<double>(ideal.size());
  measures.ndcg10 = gain / best;
  measures.map = precisions / relevant;
  measures.p10 = found10 / 10.0;
  measures.recall100 = found100 / relevant;
  measures.recall1000 = found1000 / relevant;
  return measures;
}

Measures mean(const std::map<std::string, Measures>& per_topic) {
  Measures sum;
  if (per_topic.empty()) return sum;
  for (const auto& [topic, one] : per_topic) {
    sum.ndcg10 += one.ndcg10;
    sum.map += one.map;
    sum.p10 += one.p10;
    sum.recall100 += one.recall100;
    sum.recall1000 += one.recall1000;
  }
  const auto count = static_cast<double>(per_topic.size());
  return {sum.ndcg10 / count, sum.map / count, sum.p10 / count, sum.recall100 / count,
          sum.recall1000 / count};
}

}  // namespace evidence
