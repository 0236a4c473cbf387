#include "search/positions.h"

#include <algorithm>
#include <utility>

#include "search/match.h"

namespace evidence {
namespace {

constexpr unsigned kDocumentsPerLook = 64;
// Of one document: past it a text that repeats a few words thousands of times stops being looked
// through. Far above what any real publication needs for a proximity of a few words.
constexpr std::size_t kMaxSpans = 200'000;

struct Span {
  Xapian::termpos first = 0;
  Xapian::termpos last = 0;
  auto operator<=>(const Span&) const = default;
};
using Spans = std::vector<Span>;

// Documents that have all the words that the place needs: only these are looked into.
IdSet candidates(const Place& place) {
  std::vector<IdSet> parts;
  std::vector<const IdSet*> any;
  switch (place.kind) {
    case Place::Kind::kWord:
      for (const SharedSet& set : place.sets) any.push_back(set.get());
      return IdSet::any_of(any);
    case Place::Kind::kAny:
      for (const Place& part : place.parts) parts.push_back(candidates(part));
      for (const IdSet& part : parts) any.push_back(&part);
      return IdSet::any_of(any);
    case Place::Kind::kSequence:
    case Place::Kind::kNear: {
      IdSet all;
      bool first = true;
      for (const Place& part : place.parts) {
        if (first) {
          all = candidates(part);
        } else {
          all &= candidates(part);
        }
        first = false;
        if (all.empty()) break;
      }
      return all;
    }
  }
  return {};
}

void tidy(Spans& spans) {
  std::sort(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
}

class Finder {
 public:
  Finder(const Xapian::Database& database, Xapian::docid document)
      : database_(database), document_(document) {}

  Spans spans(const Place& place) {
    switch (place.kind) {
      case Place::Kind::kWord:
        return word(place);
      case Place::Kind::kSequence:
        return sequence(place);
      case Place::Kind::kAny: {
        Spans all;
        for (const Place& part : place.parts) {
          const Spans some = spans(part);
          all.insert(all.end(), some.begin(), some.end());
        }
        tidy(all);
        return all;
      }
      case Place::Kind::kNear:
        return near(place);
    }
    return {};
  }

 private:
  Spans word(const Place& place) {
    Spans found;
    for (std::size_t i = 0; i < place.terms.size(); ++i) {
      if (!place.sets[i]->has(document_)) continue;
      for (auto at = database_.positionlist_begin(document_, place.terms[i]);
           at != database_.positionlist_end(document_, place.terms[i]); ++at) {
        found.push_back({*at, *at});
      }
    }
    if (place.terms.size() > 1) tidy(found);
    return found;
  }

  Spans sequence(const Place& place) {
    Spans so_far = spans(place.parts.front());
    for (std::size_t i = 1; i < place.parts.size() && !so_far.empty(); ++i) {
      const Spans next = spans(place.parts[i]);
      Spans longer;
      for (const Span& span : so_far) {
        auto at = std::lower_bound(next.begin(), next.end(), Span{span.last + 1, 0});
        for (; at != next.end() && at->first == span.last + 1; ++at) {
          longer.push_back({span.first, at->last});
        }
      }
      tidy(longer);
      so_far = std::move(longer);
    }
    return so_far;
  }

  // One span of each part so far: what they cover, and how many words they have themselves.
  struct Choice {
    Xapian::termpos first = 0, last = 0, words = 0;
    Spans chosen;
    auto operator<=>(const Choice&) const = default;
  };

  Spans near(const Place& place) {
    std::vector<Spans> parts;
    // How many words the parts from each on may have at most: they can stand in the gaps before.
    std::vector<Xapian::termpos> room(place.parts.size() + 1, 0);
    for (const Place& part : place.parts) {
      parts.push_back(spans(part));
      if (parts.back().empty()) return {};
    }
    for (std::size_t i = parts.size(); i-- > 0;) room[i] = room[i + 1] + longest(parts[i]);
    std::vector<Choice> so_far;
    for (const Span& span : parts.front()) {
      so_far.push_back({span.first, span.last, span.last - span.first + 1, {span}});
    }
    for (std::size_t i = 1; i < parts.size() && !so_far.empty(); ++i) {
      so_far = joined(so_far, parts[i], place.between + room[i + 1], place.ordered);
    }
    Spans found;
    for (const Choice& choice : so_far) found.push_back({choice.first, choice.last});
    tidy(found);
    return found;
  }

  static Xapian::termpos longest(const Spans& spans) {
    Xapian::termpos words = 0;
    for (const Span& span : spans) words = std::max(words, span.last - span.first + 1);
    return words;
  }

  // Each choice with each span that stands near enough and shares no position with it. `most`:
  // words that may stand between.
  static std::vector<Choice> joined(const std::vector<Choice>& so_far, const Spans& next,
                                    Xapian::termpos most, bool ordered) {
    std::vector<Choice> longer;
    const Xapian::termpos slack = most + longest(next);
    for (const Choice& choice : so_far) {
      const Xapian::termpos from = choice.first > slack ? choice.first - slack : 0;
      auto at =
          std::lower_bound(next.begin(), next.end(), Span{ordered ? choice.last + 1 : from, 0});
      for (; at != next.end() && at->first <= choice.last + most + 1; ++at) {
        if (longer.size() > kMaxSpans) return longer;
        add_joined(longer, choice, *at, most);
      }
    }
    std::sort(longer.begin(), longer.end());
    longer.erase(std::unique(longer.begin(), longer.end()), longer.end());
    return longer;
  }

  static void add_joined(std::vector<Choice>& longer, const Choice& choice, const Span& span,
                         Xapian::termpos most) {
    const bool overlaps =
        std::any_of(choice.chosen.begin(), choice.chosen.end(), [&span](const Span& other) {
          return span.first <= other.last && other.first <= span.last;
        });
    if (overlaps) return;
    Choice both{std::min(choice.first, span.first), std::max(choice.last, span.last),
                choice.words + (span.last - span.first + 1), choice.chosen};
    if (both.last - both.first + 1 > both.words + most) return;
    both.chosen.push_back(span);
    longer.push_back(std::move(both));
  }

  const Xapian::Database& database_;
  Xapian::docid document_;
};

}  // namespace

IdSet find_places(const Xapian::Database& database, const Place& place,
                  std::chrono::steady_clock::time_point deadline) {
  const IdSet all = candidates(place);
  if (place.kind == Place::Kind::kWord) return all;
  std::vector<std::uint32_t> found;
  unsigned seen = 0;
  for (const std::uint32_t document : all.numbers()) {
    if (++seen % kDocumentsPerLook == 0 && std::chrono::steady_clock::now() > deadline) {
      throw DeadlinePassed{};
    }
    if (!Finder(database, document).spans(place).empty()) found.push_back(document);
  }
  IdSet set = IdSet::of(found);
  set.shrink();
  return set;
}

}  // namespace evidence
