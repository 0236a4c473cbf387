// Runs of stored strategies over the API, and what hangs on them: works, differences, flow,
// external searches, test set, PRISMA-S.
#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "query/message_json.h"
#include "server/api_strategies.h"
#include "server/endpoints.h"
#include "server/problem.h"
#include "server/strategy_actions.h"
#include "server/strategy_works.h"

namespace evidence::server {
namespace {

using curation::StrategyStore;

constexpr std::size_t kMostDifferences = 1'000;  // listed; the counts are of all
constexpr unsigned kMostWorksOnAPage = 100;
constexpr unsigned kMostPages = 1'000'000;

Response answer(const json::object& object, int status = 200) {
  Response response = json_response(json::serialize(object));
  response.status = status;
  mark_private(response);
  return response;
}

// Runs `make` and turns its failure into a problem.
template <typename Make>
Response answer_of(const Request& request, Make make, int status = 200) {
  const Result<json::object> object = make();
  return object.ok() ? answer(*object, status) : problem(object.error(), request);
}

json::object head_to_json(const curation::RunHead& run) {
  json::object object{{"run", run.number},
                      {"version", run.version},
                      {"at", run.at},
                      {"actor", run.actor},
                      {"snapshot", run.snapshot}};
  object["count"] = run.count ? json::value(*run.count) : json::value(nullptr);
  return object;
}

json::object tested_to_json(const Tested& tested) {
  json::object object = curation::outcome_to_json(tested.outcome, tested.run);
  object["test_set"] = curation::test_set_to_json(tested.set);
  return object;
}

}  // namespace

Response api_strategy_runs(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    EVIDENCE_ASSIGN(const auto runs,
                    desk->store.with([&](StrategyStore& store) { return store.runs(id); }));
    json::array list;
    for (const curation::RunHead& run : runs) list.emplace_back(head_to_json(run));
    return json::object{{"runs", std::move(list)}};
  });
}

Response api_strategy_run(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned number, path_number(request, "run"));
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    EVIDENCE_ASSIGN(const auto run,
                    desk->store.with([&](StrategyStore& store) { return store.run(id, number); }));
    return curation::run_to_json(run);
  });
}

Response api_strategy_run_again(const Request& request, Services& services) {
  return answer_of(
      request,
      [&]() -> Result<json::object> {
        EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
        EVIDENCE_ASSIGN(const BodyFields fields, BodyFields::read(request));
        EVIDENCE_TRY(require_edit_key(request, fields, id, services));
        EVIDENCE_TRY(fields.only({"actor", "edit_token"}));
        EVIDENCE_ASSIGN(const auto stored,
                        run_and_store(request, id, fields.text("actor"), services));
        json::object object = curation::run_to_json(stored.run);
        object["messages"] = query::messages_to_json(stored.messages);
        return object;
      },
      201);
}

Response api_strategy_works(const Request& request, Services& services) {
  const auto list = [&]() -> Result<Response> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned number, path_number(request, "run"));
    EVIDENCE_ASSIGN(const unsigned line, path_number(request, "line"));
    EVIDENCE_ASSIGN(const WorksForm form, works_form(request.parameter("format").value_or("")));
    EVIDENCE_ASSIGN(const unsigned page, query_number(request, "page", 1));
    EVIDENCE_ASSIGN(const unsigned size, query_number(request, "size", 20));
    if (size > kMostWorksOnAPage || page > kMostPages) {
      return Error{ErrorCode::kInvalidArgument, "bad_paging",
                   "A page has at most " + std::to_string(kMostWorksOnAPage) + " works.", ""};
    }
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    const auto read = [&](StrategyStore& store) -> Result<std::vector<WorkId>> {
      EVIDENCE_ASSIGN(const curation::StoredRun run, store.run(id, number));
      const curation::RunLine* found = run.line(line);
      if (found == nullptr || !found->counted) {
        return Error{ErrorCode::kNotFound, "unknown_line",
                     "Run " + std::to_string(number) + " has no count for line " +
                         std::to_string(line) + ".",
                     ""};
      }
      EVIDENCE_ASSIGN(const curation::RunWorks all, store.run_works(id, number));
      return all.of_line(static_cast<std::size_t>(found - run.lines.data()));
    };
    EVIDENCE_ASSIGN(auto works, desk->store.with(read));
    const std::string name = "strategy-" + id.substr(0, 8) + "-run-" + std::to_string(number) +
                             "-line-" + std::to_string(line);
    return works_response(std::move(works), form, page, size, name, services);
  };
  auto response = list();
  if (!response.ok()) return problem(response.error(), request);
  mark_private(*response);
  return std::move(*response);
}

Response api_strategy_differences(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned to, path_number(request, "run"));
    EVIDENCE_ASSIGN(const unsigned from, query_number(request, "from", 0));
    EVIDENCE_ASSIGN(const unsigned line, query_number(request, "line", 0));
    EVIDENCE_ASSIGN(const auto difference, compare_stored(id, from, to, line, services));
    return curation::difference_to_json(difference, kMostDifferences);
  });
}

Response api_strategy_flow(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned number, path_number(request, "run"));
    EVIDENCE_ASSIGN(const WholeStrategy whole, whole_strategy(id, number, services));
    json::object object = curation::flow_to_json(curation::flow_of(whole.run, whole.externals));
    object["run"] = whole.run.number;
    return object;
  });
}

Response api_strategy_externals(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned wanted, query_number(request, "run", 0));
    EVIDENCE_ASSIGN(const WholeStrategy whole, whole_strategy(id, wanted, services));
    json::array list;
    for (const curation::ExternalSearch& search : whole.externals) {
      json::object row = curation::external_to_json(search);
      row.erase("records");
      list.emplace_back(std::move(row));
    }
    return json::object{{"run", whole.run.number}, {"external_searches", std::move(list)}};
  });
}

Response api_strategy_external(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned number, path_number(request, "external"));
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    return desk->store.with([&](StrategyStore& store) -> Result<json::object> {
      EVIDENCE_ASSIGN(const auto search, store.external(id, number));
      EVIDENCE_ASSIGN(const std::vector<Record> records, store.external_records(id, number));
      json::object object = curation::external_to_json(search);
      json::array& rows = object["records"].as_array();
      for (std::size_t i = 0; i < rows.size() && i < records.size(); ++i) {
        rows[i].as_object()["title"] = records[i].title;
        const int year = records[i].publication.date.year;
        rows[i].as_object()["year"] = year == 0 ? json::value(nullptr) : json::value(year);
      }
      return object;
    });
  });
}

Response api_strategy_add_external(const Request& request, Services& services) {
  return answer_of(
      request,
      [&]() -> Result<json::object> {
        EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
        EVIDENCE_ASSIGN(const BodyFields fields, BodyFields::read(request));
        EVIDENCE_TRY(require_edit_key(request, fields, id, services));
        EVIDENCE_TRY(fields.only({"platform", "interface", "database", "searched", "strategy",
                                  "stated_count", "ris", "run", "actor", "edit_token"}));
        EVIDENCE_ASSIGN(const auto search, add_external(request, fields, id, services));
        return curation::external_to_json(search);
      },
      201);
}

Response api_strategy_test_set(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned run, query_number(request, "run", 0));
    EVIDENCE_ASSIGN(const Tested tested, test_run(id, run, services));
    return tested_to_json(tested);
  });
}

Response api_strategy_set_test_set(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const BodyFields fields, BodyFields::read(request));
    EVIDENCE_TRY(require_edit_key(request, fields, id, services));
    EVIDENCE_TRY(fields.only({"ids", "actor", "edit_token"}));
    EVIDENCE_ASSIGN(curation::TestSet set, curation::parse_test_set(join(fields.all("ids"), "\n")));
    set.actor = change_in(fields).actor;
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    EVIDENCE_TRY(
        desk->store.with([&](StrategyStore& store) { return store.set_test_set(id, set); }));
    return curation::test_set_to_json(set);
  });
}

Response api_strategy_prisma_s(const Request& request, Services& services) {
  const auto write = [&]() -> Result<Response> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const unsigned run, query_number(request, "run", 0));
    const std::string_view format = request.parameter("format").value_or("json");
    if (format != "json" && format != "markdown") {
      return Error{ErrorCode::kInvalidArgument, "bad_format",
                   "The report cannot be given as " + quoted_for_message(format) + ".",
                   "Choose json or markdown; the page is at " + strategy_path(id) + "/prisma-s."};
    }
    EVIDENCE_ASSIGN(const WholeStrategy whole, whole_strategy(id, run, services));
    const curation::PrismaSource source = whole.prisma(services);
    const auto rows = curation::prisma_s(source);
    if (format == "json") return answer(curation::prisma_s_json(source, rows));
    Response response;
    response.content_type = "text/markdown; charset=utf-8";
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"strategy-" +
                                                             id.substr(0, 8) + "-prisma-s.md\"");
    response.body = curation::prisma_s_markdown(source, rows);
    mark_private(response);
    return response;
  };
  auto response = write();
  if (!response.ok()) return problem(response.error(), request);
  return std::move(*response);
}

Response api_strategy_answer(const Request& request, Services& services) {
  return answer_of(request, [&]() -> Result<json::object> {
    EVIDENCE_ASSIGN(const auto id, strategy_in_path(request));
    EVIDENCE_ASSIGN(const BodyFields fields, BodyFields::read(request));
    EVIDENCE_TRY(require_edit_key(request, fields, id, services));
    EVIDENCE_TRY(fields.only({"item", "text", "person", "edit_token"}));
    EVIDENCE_ASSIGN(const unsigned item, fields.number("item", 0));
    EVIDENCE_ASSIGN(
        const curation::Answer answer,
        curation::checked_answer({item, fields.text("text"), fields.text("person"), ""}));
    EVIDENCE_ASSIGN(StrategyServices * desk, strategy_desk(services));
    EVIDENCE_TRY(
        desk->store.with([&](StrategyStore& store) { return store.add_answer(id, answer); }));
    return json::object{{"item", answer.item}, {"text", answer.text}, {"person", answer.person}};
  });
}

}  // namespace evidence::server
