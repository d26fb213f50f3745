# The one place that says how our own code is compiled.
add_library(callwright_options INTERFACE)
target_compile_options(callwright_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wextra-semi -Wno-missing-designated-field-initializers
  -fno-omit-frame-pointer)
target_include_directories(callwright_options INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}")
target_link_options(callwright_options INTERFACE -fuse-ld=lld)

if(CALLWRIGHT_SANITIZE)
  set(ignorelist "${CMAKE_SOURCE_DIR}/deploy/cmake/sanitizer-ignorelist.txt")
  set(sanitize_flags "-fsanitize=${CALLWRIGHT_SANITIZE}" -fno-sanitize-recover=all "-fsanitize-ignorelist=${ignorelist}")
  # A compiler cache does not read the list: its hash in the command makes objects of another list another object.
  file(SHA256 "${ignorelist}" ignorelist_hash)
  add_compile_definitions("CALLWRIGHT_SANITIZER_LIST=0x${ignorelist_hash}")
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${ignorelist}")
  add_compile_options(${sanitize_flags})
  add_link_options("-fsanitize=${CALLWRIGHT_SANITIZE}")
endif()
if(CALLWRIGHT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# callwright_library(NAME SOURCES a.cpp … LINKS lib …): a static library of the folder it is called in.
function(callwright_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE callwright_options ${arg_PRIVATE_LINKS})
endfunction()

# callwright_tests(NAME LINKS lib …): the test binary of one floor; sub-folders add their files with target_sources.
function(callwright_tests name)
  cmake_parse_arguments(arg "" "" "LINKS" ${ARGN})
  add_executable(${name})
  target_link_libraries(${name} PRIVATE callwright_options ${arg_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
endfunction()

# callwright_fuzz_target(NAME LINKS lib … [SEEDS dir]): builds NAME.cpp of the calling folder with libFuzzer when
# CALLWRIGHT_FUZZ is on, and runs it for a bounded time as a test. Files of SEEDS are its first inputs; what it finds is
# kept in the build folder.
function(callwright_fuzz_target name)
  cmake_parse_arguments(arg "" "SEEDS" "LINKS" ${ARGN})
  if(NOT CALLWRIGHT_FUZZ)
    return()
  endif()
  add_executable(${name} ${name}.cpp)
  target_link_libraries(${name} PRIVATE callwright_options ${arg_LINKS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set(found "${CMAKE_CURRENT_BINARY_DIR}/${name}_corpus")
  file(MAKE_DIRECTORY "${found}")
  add_test(NAME fuzz.${name} COMMAND ${name} -max_total_time=15 -max_len=65536 -timeout=10 "${found}" ${arg_SEEDS})
endfunction()
