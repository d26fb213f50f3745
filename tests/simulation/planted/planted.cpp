#include "tests/simulation/planted/planted.hpp"

namespace callwright::simulation {
namespace {

int planted_bug = -1;

}  // namespace

bool is_planted(int bug) { return planted_bug == bug; }
void plant(int bug) { planted_bug = bug; }

}  // namespace callwright::simulation
