# Every tests/fuzz/fuzz_<name>.cc is built twice over: with libFuzzer in the fuzz preset, and always
# as a test that replays tests/fuzz/corpus/fuzz_<name>/, so that no target rots.
file(GLOB fuzz_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_*.cc)
if(NOT EVIDENCE_FUZZ)
  add_library(evidence_fuzz_replay OBJECT ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cc)
  target_include_directories(evidence_fuzz_replay PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(evidence_fuzz_replay PRIVATE evidence_warnings)
endif()
foreach(source ${fuzz_sources})
  get_filename_component(name ${source} NAME_WE)
  if(EVIDENCE_FUZZ)
    add_executable(${name} ${source})
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${name} ${source} $<TARGET_OBJECTS:evidence_fuzz_replay>)
    target_link_libraries(${name} PRIVATE GTest::gtest)  # its definitions are those of the precompiled header
    evidence_unoptimised(${name} tests)
    evidence_precompiled(${name} TESTS)
    add_test(NAME Fuzz.${name}
      COMMAND ${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
    set_tests_properties(Fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 300)
  endif()
  target_link_libraries(${name} PRIVATE evidence_warnings evidence_server evidence_connectors
    evidence_search evidence_access evidence_query evidence_model evidence_base)
endforeach()
