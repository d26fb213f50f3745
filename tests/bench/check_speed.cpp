#include "tests/bench/check_speed.hpp"

#include "workflows/analysis/begin.hpp"
#include "workflows/analysis/check.hpp"
#include "workflows/engine/step.hpp"
#include "workflows/language/load.hpp"

#include <ctime>
#include <vector>

namespace callwright::bench {
namespace {

constexpr const char* kWorkflow = R"(
language: 1
people:
  dana: { name: Dana, phone: "+13125550111" }
  desk: { name: the front desk, phone: "+13125550112" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    rules: [ { on: tool.escalate_to_human, do: [ { escalate: human } ] } ]
escalations:
  human: { steps: [ { ring: [dana, desk] } ] }
)";

constexpr std::size_t kStepsKept = 20'000;

/// A step of the engine as the check asked for it.
struct Asked {
  Call call;
  Input input;
};

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double seconds_of(const Bundle& bundle, const std::vector<Asked>& steps, std::size_t rounds) {
  const auto begin = cpu_seconds();
  std::int64_t records = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const auto& asked : steps) records += step(bundle, asked.call, asked.input).call.next_seq;
  }
  const auto took = cpu_seconds() - begin;
  return records > 0 ? took : 0;
}

}  // namespace

void measure_check(const Options& options, Report& report) {
  report.headline("exhaustive check of an escalation with two people, one thread");
  const auto loaded = load_bundle({SourceFile{.name = "bench.yaml", .text = kWorkflow}});
  const auto starts = analysis::starts_of(*loaded.bundle);
  analysis::CheckOptions check;
  check.states_max = options.check_states;
  std::vector<Asked> kept;
  check.step = [&kept](const Bundle& bundle, Call call, const Input& input) {
    if (kept.size() < kStepsKept) kept.push_back({call, input});
    return step(bundle, std::move(call), input);
  };
  analysis::check(*loaded.bundle, starts.front(), check);
  check.step = &callwright::step;
  const auto begin = cpu_seconds();
  const auto result = analysis::check(*loaded.bundle, starts.front(), check);
  const auto took = cpu_seconds() - begin;
  const auto rounds = std::max<std::size_t>(1, result.steps / std::max<std::size_t>(kept.size(), 1));
  const auto alone = seconds_of(*loaded.bundle, kept, rounds) / static_cast<double>(rounds * kept.size());
  report.figure("check: states", static_cast<double>(result.states) / took, "per second of CPU");
  report.figure("check: steps of the engine", static_cast<double>(result.steps) / took, "per second of CPU");
  report.figure("the same steps alone", 1 / alone, "per second of CPU");
  report.figure("check: CPU of a step, in steps alone", took / static_cast<double>(result.steps) / alone,
                "times");
}

}  // namespace callwright::bench
