#include "access/link_check_run.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "store/rows.h"

namespace evidence {
namespace {

// So many times CheckRunOptions::silent_hosts end a run even where nobody ever answered.
constexpr std::size_t kHopeless = 10;

std::string wait_mark(const std::string& host) { return "wait." + host; }

std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool came_by_tls(const LinkCheck& check) {
  return (check.final_url.empty() ? check.url : check.final_url).starts_with("https:");
}

}  // namespace

std::vector<PlannedCheck> spread_by_host(std::vector<PlannedCheck> checks) {
  // The n-th check of each host stands in the n-th round; within a round the order stays.
  std::map<std::string, std::size_t> met;
  std::vector<std::pair<std::size_t, PlannedCheck>> rounds;
  rounds.reserve(checks.size());
  for (PlannedCheck& check : checks) {
    const std::size_t round = met[check.target.host]++;
    rounds.emplace_back(round, std::move(check));
  }
  std::stable_sort(rounds.begin(), rounds.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<PlannedCheck> spread;
  spread.reserve(rounds.size());
  for (auto& [round, check] : rounds) spread.push_back(std::move(check));
  return spread;
}

// Also for a host that only a redirect led to.
Result<void> LinkCheckRun::take_turn(const std::string& host) {
  EVIDENCE_ASSIGN(const bool alone, must_be_left_alone(host));
  if (alone) {
    return Error{ErrorCode::kBusy, std::string(kLeftAlone), host + " asked to wait.", ""};
  }
  if (const auto next = next_turn_.find(host);
      next != next_turn_.end() && next->second > clock_.steady_now()) {
    clock_.sleep_until(next->second);
  }
  if (stop_.stop_requested()) {
    return Error{ErrorCode::kCancelled, "interrupted", "The check was interrupted.", ""};
  }
  next_turn_[host] = clock_.steady_now() + options_.pause;
  return {};
}

Result<bool> LinkCheckRun::must_be_left_alone(const std::string& host) {
  auto wait = waits_until_.find(host);
  if (wait == waits_until_.end()) {
    EVIDENCE_ASSIGN(const std::string mark, store_.mark(wait_mark(host)));
    wait = waits_until_.emplace(host, number_in(mark)).first;
  }
  const std::int64_t left = wait->second - now_in_seconds(clock_);
  // More than any server may ask for: the clock was set back since.
  if (left <= 0 || left > 86'400) return false;
  if (left > options_.longest_wait.count()) return true;
  clock_.sleep_until(clock_.steady_now() + std::chrono::seconds(left));
  return false;
}

Result<void> LinkCheckRun::keep(const LinkCheck& check, bool reported) {
  EVIDENCE_TRY(store_.record(check, reported, options_.rules));
  ++counts_.checked;
  ++counts_.causes[check.cause];
  if (is_broken(check.cause)) ++counts_.broken;
  return {};
}

Result<void> LinkCheckRun::keep_held(bool trusted) {
  std::vector<Held> stay;
  for (const Held& held : std::exchange(held_, {})) {
    if (!trusted && held.check.cause == LinkCause::kInsecure) {
      stay.push_back(held);
    } else {
      EVIDENCE_TRY(keep(held.check, held.reported));
    }
  }
  held_ = std::move(stay);
  return {};
}

Result<void> LinkCheckRun::take_answer(const LinkCheck& check) {
  anybody_answered_ = true;
  answered_by_tls_ = answered_by_tls_ || came_by_tls(check);
  return keep_held(came_by_tls(check));
}

bool LinkCheckRun::all_spoken_for() const {
  return std::all_of(held_.begin(), held_.end(), [this](const Held& held) {
    return held.check.cause == LinkCause::kInsecure ? answered_by_tls_ : anybody_answered_;
  });
}

Error LinkCheckRun::our_fault() const {
  const bool only_trust = std::all_of(held_.begin(), held_.end(), [](const Held& held) {
    return held.check.cause == LinkCause::kInsecure;
  });
  if (only_trust) {
    return {ErrorCode::kUnavailable, "no_trusted_connection",
            "No platform offered a connection that this computer trusts, nor did those that had "
            "answered lately: the fault is taken to be here, and nothing is held against a "
            "platform.",
            "Check the clock, ca_file, and whether a proxy or firewall looks into connections, "
            "then run the command again."};
  }
  return {ErrorCode::kUnavailable, "no_network",
          "No platform answered, nor those that had answered lately: this computer's own network "
          "is taken to be at fault, and nothing is held against a platform.",
          "Check name service, firewall and proxy, then run the command again."};
}

Result<void> LinkCheckRun::keep_wait(const LinkCheck& check) {
  if (check.cause == LinkCause::kAskedToWait || check.wait) {
    const auto wait = check.wait.value_or(options_.wait_unless_told);
    const std::int64_t until = now_in_seconds(clock_) + wait.count();
    waits_until_[check.final_host] = until;
    EVIDENCE_TRY(store_.set_mark(wait_mark(check.final_host), std::to_string(until)));
  }
  return {};
}

Result<void> LinkCheckRun::take(const LinkCheck& check, bool reported) {
  EVIDENCE_TRY(keep_wait(check));
  if (!may_be_our_network(check.cause)) {
    EVIDENCE_TRY(take_answer(check));
    return keep(check, reported);
  }
  held_.push_back({check, reported});
  const std::size_t silent = silent_hosts().size();
  if (silent % options_.silent_hosts != 0) return {};
  EVIDENCE_TRY(ask_witnesses());
  if (all_spoken_for() || silent < kHopeless * options_.silent_hosts) return {};
  return our_fault();
}

std::set<std::string> LinkCheckRun::silent_hosts() const {
  std::set<std::string> silent;
  for (const Held& held : held_) silent.insert(held.check.final_host);
  return silent;
}

Result<void> LinkCheckRun::ask_witnesses() {
  const std::set<std::string> silent = silent_hosts();
  EVIDENCE_ASSIGN(const std::vector<CheckTarget> witnesses,
                  store_.witnesses(silent, options_.witnesses));
  const auto turn = [this](const std::string& host) { return take_turn(host); };
  bool not_trusted = false, in_vain = false, answered = false;
  for (const CheckTarget& witness : witnesses) {
    const Result<LinkCheck> check = checker_.check(witness.url, turn);
    if (!check.ok() && check.error().slug == kLeftAlone) continue;
    if (!check.ok()) return check.error();
    if (may_be_our_network(check->cause)) {
      in_vain = true;
      not_trusted = not_trusted || check->cause == LinkCause::kInsecure;
      continue;
    }
    answered = true;
    EVIDENCE_TRY(keep_wait(*check));
    EVIDENCE_TRY(store_.record(*check, false, options_.rules));
    EVIDENCE_TRY(take_answer(*check));
    if (held_.empty()) return {};
  }
  // With nobody to ask, the rest of the run may tell. One that answered without TLS says nothing of
  // connections that cannot be trusted.
  if (answered ? not_trusted : in_vain) return our_fault();
  return {};
}

Result<CheckRunCounts> LinkCheckRun::run(std::vector<PlannedCheck> checks,
                                         const Progress& progress) {
  counts_ = {};
  counts_.planned = checks.size();
  const auto turn = [this](const std::string& host) { return take_turn(host); };
  for (const PlannedCheck& planned : spread_by_host(std::move(checks))) {
    if (stop_.stop_requested()) {
      counts_.interrupted = true;
      break;
    }
    const Result<LinkCheck> check = checker_.check(planned.target.url, turn);
    if (!check.ok() && check.error().slug == kLeftAlone) {
      ++counts_.left_alone;
      continue;
    }
    if (!check.ok() && check.error().code == ErrorCode::kCancelled) {
      counts_.interrupted = true;
      break;
    }
    if (!check.ok()) return check.error();
    const Result<void> taken = take(*check, planned.reported);
    if (!taken.ok() && taken.error().code == ErrorCode::kCancelled) {
      counts_.interrupted = true;
      break;
    }
    if (!taken.ok()) return taken.error();
    if (progress) progress(counts_, planned.target.host);
  }
  if (counts_.interrupted) {
    // Nobody may have been asked: only what one who answered speaks for is kept.
    held_.clear();
    return counts_;
  }
  if (!held_.empty() && (!all_spoken_for() || silent_hosts().size() > 1)) {
    const Result<void> asked = ask_witnesses();
    if (!asked.ok() && asked.error().code == ErrorCode::kCancelled) {
      counts_.interrupted = true;
      held_.clear();
      return counts_;
    }
    if (!asked.ok()) return asked.error();
  }
  // With nobody to ask, silence of several tells of us; of one platform alone, of it.
  if (!all_spoken_for() && silent_hosts().size() > 1) return our_fault();
  EVIDENCE_TRY(keep_held(true));
  return counts_;
}

}  // namespace evidence
