// The worlds as a program: GoogleTest's options, and beside them
//   --worlds N   how many (200 by default), also from CALLWRIGHT_WORLDS
//   --first S    the first seed (1 by default), also from CALLWRIGHT_FIRST_SEED
//   --seed S     one world alone, also from CALLWRIGHT_SEED

#include <cstdlib>
#include <iostream>
#include <string_view>

#include <gtest/gtest.h>

namespace {

const char* variable_of(std::string_view option) {
  if (option == "--worlds") return "CALLWRIGHT_WORLDS";
  if (option == "--first") return "CALLWRIGHT_FIRST_SEED";
  if (option == "--seed") return "CALLWRIGHT_SEED";
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; i += 2) {
    const auto* variable = variable_of(argv[i]);
    if (variable == nullptr || i + 1 == argc) {
      std::cerr << "usage: simulation_tests [--worlds N] [--first SEED] [--seed SEED]\n";
      return 2;
    }
    setenv(variable, argv[i + 1], 1);  // NOLINT(concurrency-mt-unsafe): before any thread
  }
  return RUN_ALL_TESTS();
}
