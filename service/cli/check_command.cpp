#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/analysis/check.hpp"
#include "workflows/analysis/hours.hpp"
#include "workflows/analysis/promises.hpp"
#include "workflows/language/load.hpp"
#include "workflows/model/json.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <unistd.h>

namespace callwright::cli {
namespace {

using Clock = std::chrono::steady_clock;
using analysis::CheckResult;
using analysis::Promise;

/// One more setback is tried where the exploration without it was as small as this: it takes some ten times
/// as long.
constexpr std::size_t kSmall = 12'000;

struct CheckArguments {
  std::string directory;
  std::size_t states_max = 2'000'000;
  std::optional<int> setbacks;
  bool as_json = false;
};

struct CheckedEscalation {
  std::string folder;
  CheckResult result;
  int setbacks = 0;
  double seconds = 0;
  TimePoint at{};  ///< when the escalation is asked for
};

bool holds(const CheckResult& result) { return result.is_complete && result.counter_examples.empty(); }

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// A line on the terminal that is written over, from the first second on.
class ProgressLine {
 public:
  explicit ProgressLine(std::string what) : what_(std::move(what)), is_shown_(::isatty(STDERR_FILENO) != 0) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (was_shown_) fmt::print(stderr, "\r\x1b[K");
  }
  void show(std::size_t explored, std::size_t waiting, std::size_t bound) {
    if (!is_shown_ || seconds_since(begin_) < 1) return;
    was_shown_ = true;
    constexpr std::size_t kWidth = 20;
    const auto filled = std::min(kWidth, explored * kWidth / std::max<std::size_t>(bound, 1));
    fmt::print(stderr, "\r\x1b[K{} [{}{}] {} states, {} waiting", what_, std::string(filled, '#'),
               std::string(kWidth - filled, '.'), explored, waiting);
    std::fflush(stderr);
  }

 private:
  std::string what_;
  bool is_shown_;
  bool was_shown_ = false;
  Clock::time_point begin_ = Clock::now();
};

CheckedEscalation check_with(const Bundle& bundle, const analysis::Start& start,
                             const CheckArguments& arguments, TimePoint now, int setbacks) {
  ProgressLine progress(start.workflow + "/" + start.escalation);
  analysis::CheckOptions options;
  options.states_max = arguments.states_max;
  options.setbacks_max = setbacks;
  options.now = now;
  options.progress = [&](std::size_t explored, std::size_t waiting) {
    progress.show(explored, waiting, arguments.states_max);
    return true;
  };
  const auto begin = Clock::now();
  CheckedEscalation checked{
      .folder = {}, .result = analysis::check(bundle, start, options), .setbacks = setbacks};
  checked.seconds = seconds_since(begin);
  return checked;
}

CheckedEscalation check_start(const Bundle& bundle, const analysis::Start& start,
                              const CheckArguments& arguments, TimePoint now) {
  auto checked = check_with(bundle, start, arguments, now, arguments.setbacks.value_or(0));
  if (arguments.setbacks || !holds(checked.result) || checked.result.states > kSmall) return checked;
  return check_with(bundle, start, arguments, now, 1);
}

std::string name_of_start(const CheckedEscalation& checked) {
  const auto& start = checked.result.start;
  return start.workflow + "/" + start.escalation + (start.has_assistant ? "" : " (without an assistant)");
}

void print_promise(const CheckResult& result, Promise promise, const Terminal& terminal) {
  const auto& refuted = result.counter_examples;
  const auto found = std::ranges::find(refuted, promise, &analysis::CounterExample::promise);
  if (found == refuted.end()) {
    const auto verdict = result.is_complete ? terminal.paint("proved    ", Colour::Green)
                                            : terminal.paint("not proved", Colour::Yellow);
    fmt::print("  {}  {}\n", verdict, analysis::name_of(promise));
    return;
  }
  fmt::print("  {}  {}: {}\n", terminal.paint("refuted   ", Colour::Red), analysis::name_of(promise),
             printable(found->why));
  for (const auto& line : found->timeline) fmt::print("      {}\n", printable(line));
}

void print_checked(const CheckedEscalation& checked, const Terminal& terminal) {
  const auto& result = checked.result;
  fmt::print("{}: {}, at {}\n", checked.folder, name_of_start(checked), format_time(checked.at));
  for (int i = 0; i < analysis::kPromises; ++i)
    print_promise(result, Promise{static_cast<std::uint8_t>(i)}, terminal);
  fmt::print(
      "  {} states, {} moves, {:.1f} s; with {} of refusals, busy lines and late answers in one story\n",
      result.states, result.moves, checked.seconds,
      checked.setbacks == 0 ? std::string("none") : fmt::format("at most {}", checked.setbacks));
  fmt::print("  longest search for people: {}{:.1f} s; most legs alive at once: {}\n",
             result.is_longest_known ? "" : "at least ", static_cast<double>(result.longest.count()) / 1000,
             result.legs_alive_max);
  if (!result.is_complete)
    fmt::print("  The bound of states was reached: raise --states, or ring fewer people at once.\n");
}

void write_result(JsonWriter& out, const CheckedEscalation& checked) {
  const auto& result = checked.result;
  out.begin_object().member("folder", checked.folder).member("workflow", result.start.workflow);
  out.member("escalation", result.start.escalation).member("assistant", result.start.has_assistant);
  out.member("complete", result.is_complete).member("setbacks", checked.setbacks);
  out.member("states", static_cast<std::int64_t>(result.states));
  out.member("moves", static_cast<std::int64_t>(result.moves));
  out.member("at", format_time(checked.at));
  out.key("seconds").number(checked.seconds);
  out.member("longest_ms", std::int64_t{result.longest.count()});
  out.member("longest_is_known", result.is_longest_known).member("legs_alive_max", result.legs_alive_max);
  out.key("promises").begin_object();
  for (int i = 0; i < analysis::kPromises; ++i) {
    const Promise promise{static_cast<std::uint8_t>(i)};
    const bool is_refuted =
        std::ranges::count(result.counter_examples, promise, &analysis::CounterExample::promise) > 0;
    out.member(analysis::code_of(promise), is_refuted           ? "refuted"
                                           : result.is_complete ? "proved"
                                                                : "not_proved");
  }
  out.end_object().key("counter_examples").begin_array();
  for (const auto& refuted : result.counter_examples) {
    out.begin_object().member("promise", analysis::code_of(refuted.promise)).member("why", refuted.why);
    out.key("timeline").begin_array();
    for (const auto& line : refuted.timeline) out.string(line);
    out.end_array().end_object();
  }
  out.end_array().end_object();
}

/// Empty when the files hold an error, which is printed.
std::vector<CheckedEscalation> check_folder(const BundleFolder& folder, const CheckArguments& arguments,
                                            const Services& services, bool& is_sound) {
  std::vector<CheckedEscalation> all;
  const auto loaded = services.load(folder.files);
  if (loaded.bundle == nullptr) {
    is_sound = false;
    for (const auto& finding : loaded.findings) {
      if (finding.is_error) fmt::print(stderr, "{}\n", printable(format_finding(finding)));
    }
    return all;
  }
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  for (const auto& start : analysis::starts_of(*loaded.bundle)) {
    for (const auto at :
         analysis::hours_to_try(*loaded.bundle, *loaded.bundle->escalation(start.escalation), now)) {
      all.push_back(check_start(*loaded.bundle, start, arguments, at));
      all.back().folder = folder.folder.string();
      all.back().at = at;
      is_sound = is_sound && holds(all.back().result);
    }
  }
  return all;
}

int run_check(const CheckArguments& arguments, const Services& services) {
  const auto folders = services.read_bundles(arguments.directory);
  if (!folders) {
    fmt::print(stderr, "callwright: {}\n", folders.error().detail);
    return kUnreachable;
  }
  bool is_sound = true;
  JsonWriter out;
  out.begin_array();
  const auto terminal = Terminal::of(stdout);
  for (const auto& folder : *folders) {
    for (const auto& checked : check_folder(folder, arguments, services, is_sound)) {
      if (arguments.as_json) {
        write_result(out, checked);
      } else {
        print_checked(checked, terminal);
        std::fflush(stdout);
      }
    }
  }
  if (arguments.as_json) fmt::print("{}\n", out.end_array().take());
  return is_sound ? kOk : kFindings;
}

}  // namespace

void add_check(CLI::App& app, Invocation& invocation) {
  auto* command = add_command(
      app, "check", "Try every order of what may happen in each escalation, and prove that none goes wrong",
      "callwright check ./callwright.d\n\n"
      "Exit codes: 0 everything is proved, 1 something is refuted or not proved, 2 wrong usage, 3 the "
      "directory cannot be read.");
  auto arguments = std::make_shared<CheckArguments>();
  command
      ->add_option("DIR", arguments->directory,
                   "Directory with the *.yaml files of one bundle, or with one sub-folder for each bundle")
      ->required();
  command->add_option("--states", arguments->states_max, "Stop an exploration at so many states (2000000)")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000'000}));
  command
      ->add_option("--setbacks", arguments->setbacks,
                   "Refusals, busy lines and late answers in one story; without it none, and then one where "
                   "that is quick")
      ->check(CLI::Range(0, 5));
  command->add_flag("--json", arguments->as_json, "Print the results as a JSON array");
  command->callback([&invocation, arguments] {
    invocation.command = [&invocation, arguments] { return run_check(*arguments, invocation.services); };
  });
}

}  // namespace callwright::cli
