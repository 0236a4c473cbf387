#include "server/care_view.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "server/answer_view.h"
#include "server/currency_context.h"
#include "server/hit_view.h"
#include "server/page_layout.h"
#include "server/pages.h"
#include "server/problem.h"
#include "server/reader_access.h"
#include "server/result_view.h"
#include "server/search_url.h"

namespace evidence::server {
namespace {

class CarePage {
 public:
  CarePage(const CareAnswer& care, const Request& request, Services& services)
      : care_(care),
        request_(request),
        services_(services),
        organisation_(organisation_suffix(request, services).empty()
                          ? ""
                          : std::string(request.parameter("org").value_or(""))),
        access_(reader_access(request, services)),
        here_(care.search, organisation_, kCarePath),
        list_(care.search, organisation_),
        currency_(currency_context(services)) {}

  // Gives whether sample data is shown.
  bool fill(PageValues& page) const {
    fill_search_box(page, care_.search.text, kCarePath);
    Values values = page.add("ANSWER");
    values.set("ALL_HREF", here_.as_results());
    values.set("ALL_TEXT", total_text(care_.whole));
    fill_understood(values, care_.search, care_.whole, here_, services_);
    bool sample = false;
    for (const GroupAnswer& group : care_.groups) fill_overview(values, group);
    for (const GroupAnswer& group : care_.groups) sample |= fill_group(values, group);
    if (care_.whole.total == 0) {
      values.show("NOTHING");
    } else if (std::none_of(care_.groups.begin(), care_.groups.end(), is_shown)) {
      values.show("OTHERS_ONLY");
    }
    return sample;
  }

 private:
  static std::uint64_t total_of(const GroupAnswer& group) {
    return group.answer ? group.answer->total : 0;
  }
  static bool is_shown(const GroupAnswer& group) { return group.failed || total_of(group) > 0; }

  static std::string anchor(const EvidenceGroup& group) {
    std::string id(group.key);
    std::replace(id.begin(), id.end(), '_', '-');
    return id;
  }

  [[nodiscard]] std::string list_href(const GroupAnswer& group) const {
    std::vector<std::string> types;
    for (const Filter& filter : group.search.filters) {
      if (filter.field == Field::kStudyType && !filter.exclude) types = filter.values;
    }
    return list_.with_any_of(Field::kStudyType, std::move(types));
  }

  [[nodiscard]] std::string probable_href(const EvidenceGroup& group) const {
    std::vector<std::string> types;
    for (const StudyType type : group.types) types.emplace_back(study_type_info(type).key);
    return list_.with_any_of(Field::kProbableType, std::move(types));
  }

  // The line that says of every kind how much there is; of empty ones it is all.
  void fill_overview(Values& values, const GroupAnswer& group) const {
    Values line = values.add("KIND");
    line.set("KIND_LABEL", group.group->label);
    if (group.failed) {
      line.add("KIND_FAILED").set("KIND_ANCHOR", anchor(*group.group));
    } else if (!group.answer) {
      line.show("KIND_LEFT_OUT");
    } else if (group.answer->total == 0) {
      line.show("KIND_NONE");
    } else {
      Values some = line.add("KIND_SOME");
      some.set("KIND_ANCHOR", anchor(*group.group));
      some.set("KIND_COUNT", number_text(*group.answer));
    }
    if (group.probable > 0 && !is_shown(group) && group.answer) fill_probable(line, group);
  }

  static std::string number_text(const SearchResponse& answer) {
    return (answer.total_exact ? "" : "about ") + with_thousands(answer.total);
  }

  void fill_probable(Values& values, const GroupAnswer& group) const {
    Values probable = values.add("PROBABLE");
    probable.set("PROBABLE_HREF", probable_href(*group.group));
    const bool one = group.probable == 1;
    probable.set("PROBABLE_TEXT", with_thousands(group.probable) +
                                      (total_of(group) > 0 ? " more" : "") +
                                      (one ? " is probably a " : " are probably ") +
                                      std::string(one ? group.group->one : group.group->many) +
                                      ", not stated by the source");
  }

  bool fill_group(Values& values, const GroupAnswer& group) const {
    if (!is_shown(group)) return false;
    Values section = values.add("GROUP");
    section.set("GROUP_ID", anchor(*group.group));
    section.set("GROUP_LABEL", group.group->label);
    if (group.failed) {
      Values failed = section.add("GROUP_FAILED");
      const Error shown = public_error(*group.failed, request_);
      failed.set("FAILED_TEXT", shortened(shown.message, 300));
      failed.set("FAILED_HREF", list_href(group));
      return false;
    }
    HitPlace place{request_, services_, access_, currency_};
    place.explained = group.search.explain;
    place.open_work = request_.parameter("why").value_or("");
    place.why_href = [this](const WorkId& id) { return here_.why(1, id); };
    Values list = section.add("GROUP_HITS");
    bool sample = false;
    for (const Hit& hit : group.answer->hits) sample |= fill_hit(list, hit, place);
    const bool one = group.answer->total == 1;
    if (group.answer->total > group.answer->hits.size()) {
      Values all = section.add("GROUP_ALL");
      all.set("GROUP_HREF", list_href(group));
      all.set("GROUP_TEXT", "All " + number_text(*group.answer) + " " +
                                std::string(one ? group.group->one : group.group->many));
    }
    if (group.probable > 0) fill_probable(section, group);
    return sample;
  }

  const CareAnswer& care_;
  const Request& request_;
  Services& services_;
  const std::string organisation_;
  const ReaderAccess access_;
  const SearchUrl here_, list_;
  const CurrencyContext currency_;
};

}  // namespace

Response render_care(const Request& request, const CareAnswer& care, Services& services) {
  PageValues page;
  const CarePage filled(care, request, services);
  Frame frame;
  frame.sample = filled.fill(page);
  frame.title = shortened(care.search.text, 80) + " – at the point of care";
  frame.current = "search";
  frame.index = false;
  return render_page(200, "care.tpl", page, frame, request, services);
}

}  // namespace evidence::server
