# The standard and Boost.JSON headers that most sources read, compiled once for all libraries and,
# with GoogleTest's, once for all programs of tests. They halve the time of a build from nothing.
#
#   evidence_precompiled(<target> [TESTS])
#
# Nothing of ours stands in these headers, and each source still includes what it uses: the `dev`
# preset and `scripts/tidy FILE…` do without them. A source with compile options of its own must set
# SKIP_PRECOMPILE_HEADERS.
option(EVIDENCE_PRECOMPILED "Compile common system headers once" ON)

set(evidence_common_headers
  <algorithm> <array> <charconv> <chrono> <cstdint> <functional> <map> <memory>
  <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <vector> <boost/json.hpp>)

# ccache knows a precompiled header by this file instead of its bytes, which differ with each build.
function(evidence_precompiled_sum target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    set(extension pch)
  else()
    set(extension gch)
  endif()
  string(SHA256 sum "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} ${Boost_VERSION} \
${GTest_VERSION} ${CMAKE_CXX_FLAGS} ${CMAKE_BUILD_TYPE} ${EVIDENCE_SANITIZE} ${ARGN}")
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.dir/cmake_pch.hxx.${extension}.sum "${sum}\n")
endfunction()

function(evidence_precompiled target)
  if(NOT EVIDENCE_PRECOMPILED)
    return()
  endif()
  if("TESTS" IN_LIST ARGN)
    if(NOT TARGET evidence_precompiled_tests)
      add_executable(evidence_precompiled_tests ${PROJECT_SOURCE_DIR}/cmake/precompiled.cc)
      target_link_libraries(evidence_precompiled_tests PRIVATE evidence_warnings Boost::json Boost::url
        GTest::gtest GTest::gmock)
      evidence_unoptimised(evidence_precompiled_tests tests)
      target_precompile_headers(evidence_precompiled_tests PRIVATE
        ${evidence_common_headers} <gtest/gtest.h> <gmock/gmock.h>)
      evidence_precompiled_sum(evidence_precompiled_tests ${evidence_common_headers} tests)
    endif()
    target_precompile_headers(${target} REUSE_FROM evidence_precompiled_tests)
    return()
  endif()
  if(NOT TARGET evidence_precompiled_libraries)
    add_library(evidence_precompiled_libraries STATIC ${PROJECT_SOURCE_DIR}/cmake/precompiled.cc)
    target_link_libraries(evidence_precompiled_libraries PRIVATE evidence_warnings Boost::json Boost::url)
    target_precompile_headers(evidence_precompiled_libraries PRIVATE ${evidence_common_headers})
    evidence_precompiled_sum(evidence_precompiled_libraries ${evidence_common_headers})
  endif()
  target_precompile_headers(${target} REUSE_FROM evidence_precompiled_libraries)
endfunction()
