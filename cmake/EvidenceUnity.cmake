# With EVIDENCE_UNITY a dozen sources of a target are compiled, or read by clang-tidy, as one: what
# costs the time is reading the same headers for each.
#
#   evidence_unity(<target>)
#
# Sources with internal names in common cannot be in one translation unit: cmake/unity_groups.txt
# puts them into groups of their own ("redefinition of …" in such a build means a line to add there,
# or, often better, one function where there were two).
option(EVIDENCE_UNITY "Compile a dozen sources as one" OFF)
set(evidence_unity_size 12)

if(EVIDENCE_UNITY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/unity_groups.txt)
  file(STRINGS ${PROJECT_SOURCE_DIR}/cmake/unity_groups.txt lines REGEX "^[0-9]+ ")
  foreach(line ${lines})
    string(REGEX MATCH "^([0-9]+) (.+)$" matched ${line})
    set(evidence_unity_group_${CMAKE_MATCH_2} ${CMAKE_MATCH_1})
  endforeach()
endif()

function(evidence_unity target)
  if(NOT EVIDENCE_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # What shadows a name in a dozen may be another source's; each is warned of when compiled alone.
  target_compile_options(${target} PRIVATE -Wno-shadow)
  get_target_property(sources ${target} SOURCES)
  get_target_property(directory ${target} SOURCE_DIR)
  foreach(source ${sources})
    # CMake itself leaves those alone that have compile options of their own.
    if(NOT source MATCHES "\\.cc$")
      continue()
    endif()
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${directory})
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE name)
    set(group 1)
    if(DEFINED evidence_unity_group_${name})
      set(group ${evidence_unity_group_${name}})
    endif()
    if(group EQUAL 0)
      continue()
    endif()
    if(NOT DEFINED count_${group})
      set(count_${group} 0)
    endif()
    math(EXPR part "${count_${group}} / ${evidence_unity_size}")
    math(EXPR count_${group} "${count_${group}} + 1")
    set_source_files_properties(${source} DIRECTORY ${directory}
      PROPERTIES UNITY_GROUP "${group}_${part}")
  endforeach()
endfunction()
