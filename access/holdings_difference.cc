#include "access/holdings_difference.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

std::string id_text(const std::optional<Identifier>& identifier) {
  return identifier ? identifier->value() : std::string();
}

std::string bound_text(const PartialDate& date, const std::string& unread) {
  return date.known() ? format_date(date) : unread;
}

std::string host_of(const std::string& url) {
  const auto parsed = parse_web_url(url);
  return parsed.ok() ? parsed->host : std::string();
}

// Everything of a holding in one text that is the same only for the same.
std::string all_columns(const Holding& holding) {
  std::string text;
  for (const HoldingColumn& column : holding_columns()) {
    const std::string value = column.value(holding);
    text += std::to_string(value.size()) + ":" + value;
  }
  return text;
}

using Places = std::vector<std::size_t>;

// Takes out of both lists what is the same in both, whatever the order.
void drop_same(const HoldingRefs& before, const HoldingRefs& after, Places& old, Places& fresh,
               HoldingsDifference& difference) {
  std::unordered_map<std::string, Places> known;
  for (std::size_t i = before.size(); i-- > 0;) known[all_columns(*before[i])].push_back(i);
  std::vector<bool> kept(before.size(), false);
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto found = known.find(all_columns(*after[i]));
    if (found == known.end() || found->second.empty()) {
      fresh.push_back(i);
      continue;
    }
    kept[found->second.back()] = true;
    found->second.pop_back();
    ++difference.unchanged;
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!kept[i]) old.push_back(i);
  }
}

HoldingChange change_of(const HoldingRefs& before, const HoldingRefs& after, std::size_t was,
                        std::size_t is) {
  HoldingChange change{was, is, {}};
  for (const HoldingColumn& column : holding_columns()) {
    std::string old = column.value(*before[was]);
    std::string fresh = column.value(*after[is]);
    if (old != fresh) {
      change.columns.push_back({std::string(column.name), std::move(old), std::move(fresh)});
    }
  }
  return change;
}

}  // namespace

const std::vector<HoldingColumn>& holding_columns() {
  static const std::vector<HoldingColumn> kColumns{
      {"publication_title", [](const Holding& h) { return h.title; }},
      {"print_identifier", [](const Holding& h) { return id_text(h.print_id); }},
      {"online_identifier", [](const Holding& h) { return id_text(h.online_id); }},
      {"date_first_issue_online",
       [](const Holding& h) { return bound_text(h.first, h.first_unread); }},
      {"num_first_vol_online", [](const Holding& h) { return h.first_volume; }},
      {"num_first_issue_online", [](const Holding& h) { return h.first_issue; }},
      {"date_last_issue_online",
       [](const Holding& h) { return bound_text(h.last, h.last_unread); }},
      {"num_last_vol_online", [](const Holding& h) { return h.last_volume; }},
      {"num_last_issue_online", [](const Holding& h) { return h.last_issue; }},
      {"title_url", [](const Holding& h) { return h.url; }},
      {"title_id", [](const Holding& h) { return h.title_id; }},
      {"embargo_info", [](const Holding& h) { return format_embargo(h.embargo); }},
      {"coverage_depth", [](const Holding& h) { return std::string(depth_name(h.depth)); }},
      {"notes", [](const Holding& h) { return h.notes; }},
      {"publisher_name", [](const Holding& h) { return h.publisher; }},
      {"publication_type", [](const Holding& h) { return std::string(holding_kind_name(h.kind)); }},
      {"access_type", [](const Holding& h) { return std::string(h.free ? "F" : "P"); }},
  };
  return kColumns;
}

std::string holding_hash(const Holding& holding) {
  Digest digest(Digest::Kind::kSha256);
  digest.update(all_columns(holding));
  return digest.bytes();
}

std::string holding_title_key(const Holding& holding) {
  if (!holding.title_id.empty()) return "id:" + holding.title_id;
  if (holding.print_id || holding.online_id) {
    return "number:" + id_text(holding.online_id) + "/" + id_text(holding.print_id);
  }
  return "title:" + fold(holding.title);
}

HoldingsDifference compare_holdings(const HoldingRefs& before, const HoldingRefs& after) {
  HoldingsDifference difference;
  Places old;
  Places fresh;
  drop_same(before, after, old, fresh, difference);
  std::map<std::string, std::pair<Places, Places>> titles;
  for (const std::size_t place : old)
    titles[holding_title_key(*before[place])].first.push_back(place);
  for (const std::size_t place : fresh)
    titles[holding_title_key(*after[place])].second.push_back(place);
  for (auto& [key, rows] : titles) {
    Places& was = rows.first;  // clang captures no structured binding
    Places& is = rows.second;
    const auto pair_up = [&](auto matches) {
      for (std::size_t i = 0; i < was.size();) {
        const auto found = std::find_if(is.begin(), is.end(), [&](std::size_t place) {
          return matches(*before[was[i]], *after[place]);
        });
        if (found == is.end()) {
          ++i;
          continue;
        }
        difference.changed.push_back(change_of(before, after, was[i], *found));
        was.erase(was.begin() + static_cast<std::ptrdiff_t>(i));
        is.erase(found);
      }
    };
    // A title of thousands of rows is not worth comparing each with each.
    if (was.size() * is.size() <= 1'000'000) {
      pair_up([](const Holding& a, const Holding& b) {
        return a.first == b.first && a.first_unread == b.first_unread;
      });
      pair_up([](const Holding&, const Holding&) { return true; });
    }
    difference.removed.insert(difference.removed.end(), was.begin(), was.end());
    difference.added.insert(difference.added.end(), is.begin(), is.end());
  }
  std::sort(difference.removed.begin(), difference.removed.end());
  std::sort(difference.added.begin(), difference.added.end());
  std::sort(difference.changed.begin(), difference.changed.end(),
            [](const HoldingChange& a, const HoldingChange& b) { return a.after < b.after; });
  return difference;
}

bool moved(const HoldingChange& change) {
  return std::any_of(change.columns.begin(), change.columns.end(), [](const ColumnChange& one) {
    return one.column == "title_url" && host_of(one.before) != host_of(one.after);
  });
}

bool coverage_changed(const HoldingChange& change) {
  return std::any_of(change.columns.begin(), change.columns.end(), [](const ColumnChange& one) {
    return one.column.starts_with("date_") || one.column.starts_with("num_") ||
           one.column == "embargo_info" || one.column == "coverage_depth" ||
           one.column == "access_type";
  });
}

}  // namespace evidence
