# The few functions that every folder uses, and the libraries that the whole project buys.
#   nutgraf_library(name SOURCES a.cc ... DEPS target ...)   a static library, its headers included as "service/..."
#   nutgraf_test(name SOURCES a_test.cc ... DEPS target ...) a GoogleTest binary, registered with CTest case by case

find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(GTest REQUIRED)
find_package(CLI11 REQUIRED)

set(NUTGRAF_SANITIZE "" CACHE STRING "Comma separated -fsanitize= groups, empty for none")

add_library(nutgraf_flags INTERFACE)
target_include_directories(nutgraf_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(nutgraf_flags INTERFACE -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Wpedantic)
if(NUTGRAF_SANITIZE)
  add_compile_options(-fsanitize=${NUTGRAF_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${NUTGRAF_SANITIZE})
  if(NUTGRAF_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)  # Abseil's flags use fences, of which the thread sanitizer warns
  endif()
endif()
option(NUTGRAF_FUZZ "Build the fuzzers of tests/fuzz; needs clang" OFF)
if(NUTGRAF_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

function(nutgraf_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC nutgraf_flags ${ARG_DEPS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE nutgraf_flags ${ARG_DEPS})
  endif()
endfunction()

include(GoogleTest)
# Tests find compiled tables, weights and samples through these definitions; the shared evaluation
# folder beside a checkout is optional, and tests that need it skip aloud without it.
function(nutgraf_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE nutgraf_flags ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    NUTGRAF_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    NUTGRAF_BINARY_DIR="${CMAKE_BINARY_DIR}"
    NUTGRAF_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
  add_dependencies(${name} nutgraf_data)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
