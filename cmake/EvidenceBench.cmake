# Benchmarks: plain programs that print ratios; never part of the tests.
if(EVIDENCE_BENCH)
  file(GLOB bench_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/*.cc)
  # What these need, so that measuring search does not wait for the web server's build.
  set(bench_of_search search_bench facets_bench suggest_bench similar_bench strategy_bench index_bench)
  foreach(source ${bench_sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE evidence_warnings evidence_indexer evidence_search
      evidence_store PkgConfig::XAPIAN)
    if(NOT name IN_LIST bench_of_search)
      target_link_libraries(${name} PRIVATE evidence_server evidence_connectors evidence_app)
    endif()
  endforeach()
  # The records and figures are those of the tests.
  target_sources(study_type_bench PRIVATE
    ${PROJECT_SOURCE_DIR}/tests/unit/connectors/labelled_records.cc)
  target_link_libraries(study_type_bench PRIVATE evidence_test_support GTest::gtest)
endif()
