#include "tests/unit/connectors/protocol/sru_simulator.h"

#include <algorithm>
#include <cstdlib>

#include "tests/unit/connectors/protocol/catalogue.h"

namespace evidence::test {
namespace {

std::int64_t parameter(const std::string& target, const std::string& name) {
  const std::size_t at = target.find(name + "=");
  return at == std::string::npos ? 0 : std::atoll(target.c_str() + at + name.size() + 1);
}

}  // namespace

std::string sru_reply(std::int64_t total, const std::string& records, const std::string& more) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<zs:searchRetrieveResponse "
         "xmlns:zs=\"http://www.loc.gov/zing/srw/\"><zs:version>1.2</zs:version>"
         "<zs:numberOfRecords>" +
         std::to_string(total) + "</zs:numberOfRecords><zs:records>" + records + "</zs:records>" +
         more + "</zs:searchRetrieveResponse>\n";
}

std::string sru_diagnostics(int number, const std::string& details) {
  return "<zs:diagnostics><diagnostic xmlns=\"http://www.loc.gov/zing/srw/diagnostic/\"><uri>"
         "info:srw/diagnostic/1/" +
         std::to_string(number) + "</uri><details>" + details +
         "</details></diagnostic></zs:diagnostics>";
}

SruSimulator::SruSimulator(int count) {
  for (int i = 1; i <= count; ++i) numbers.push_back(i);
}

Reply SruSimulator::operator()(const SeenRequest& request) {
  const std::int64_t start = parameter(request.target, "startRecord");
  const std::int64_t asked = parameter(request.target, "maximumRecords");
  ++requests;
  if (fault) {
    if (std::optional<Reply> own = fault(requests, start)) return *own;
  }
  const auto total = static_cast<std::int64_t>(numbers.size());
  if (start > total && total > 0) return ok(sru_reply(total, "", sru_diagnostics(61)));
  const std::int64_t end = std::min(total + 1, start + std::min(asked, most));
  std::string records;
  for (std::int64_t at = start; at < end; ++at) {
    const int number = numbers[static_cast<std::size_t>(at - 1)];
    std::string data =
        malformed.contains(number) ? "<record><leader>&</oops>" : marcxml_record(number);
    if (surrogates.contains(number)) {
      data =
          "<diagnostic><uri>info:srw/diagnostic/1/67</uri><details>no MARC</details></diagnostic>";
    }
    records += "<zs:record><zs:recordData>" + data + "</zs:recordData><zs:recordPosition>" +
               std::to_string(at) + "</zs:recordPosition></zs:record>";
  }
  std::string more;
  if (says_next && (end <= total || next_past_end)) {
    more = "<zs:nextRecordPosition>" + std::to_string(end) + "</zs:nextRecordPosition>";
  }
  if (!precision.empty()) {
    more += "<zs:resultCountPrecision>" + precision + "</zs:resultCountPrecision>";
  }
  return ok(sru_reply(total, records, more));
}

}  // namespace evidence::test
