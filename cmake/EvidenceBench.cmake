# Benchmarks: plain programs that print ratios; never part of the tests.
if(EVIDENCE_BENCH)
  file(GLOB bench_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/*.cc)
  foreach(source ${bench_sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE evidence_warnings evidence_server evidence_indexer
      evidence_store evidence_connectors evidence_search PkgConfig::XAPIAN)
  endforeach()
endif()
