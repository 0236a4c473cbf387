# Language, warnings, sanitizers: the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(EVIDENCE_TESTS "Build the tests" ON)
option(EVIDENCE_FUZZ "Build fuzz targets with libFuzzer (clang only)" OFF)
option(EVIDENCE_BENCH "Build the benchmarks" OFF)
option(EVIDENCE_WERROR "Treat warnings as errors" ON)
set(EVIDENCE_SANITIZE "" CACHE STRING "Sanitizers, comma-separated: address,undefined or thread")

# Compiling without optimisation takes half the time. The tests' own sources always are: what runs
# long is in the libraries.
set(EVIDENCE_UNOPTIMISED "" CACHE STRING "Folders whose libraries are compiled with -O0")
function(evidence_unoptimised target folder)
  if(folder STREQUAL "tests" OR folder IN_LIST EVIDENCE_UNOPTIMISED)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env CCACHE_PCH_EXTSUM=1 CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(evidence_warnings INTERFACE)
target_compile_options(evidence_warnings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
  -Wold-style-cast>)
# GCC 12 warns falsely of copies in std::string when it optimises (GCC bugs 105651 and 105329), and
# with precompiled headers also of their bounds. Clang and the sanitizers see the true ones.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(evidence_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict
    -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread>)
endif()
if(EVIDENCE_WERROR)
  target_compile_options(evidence_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()

add_compile_options(-fstack-protector-strong)
if(EVIDENCE_SANITIZE)
  add_compile_options(-fsanitize=${EVIDENCE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${EVIDENCE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(-fno-sanitize=function)  # clang 14 cannot place its data beside coroutines
  endif()
  if(EVIDENCE_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)  # Asio's fences: unknown to the sanitizer, and beside its mutexes
  endif()
endif()
