#include "tests/bench/report.hpp"

#include <cstdio>
#include <utility>

#include <fmt/core.h>

namespace callwright::bench {
namespace {

constexpr std::pair<std::string_view, double> kQuantiles[] = {
    {"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p999", 0.999}};

double quantile(const std::vector<double>& sorted, double part) {
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

void Report::headline(std::string_view text) const {
  if (!as_json_) fmt::print("{}\n", text), std::fflush(stdout);
}

void Report::keep(std::string_view group, std::string_view name, double value, std::string_view unit) {
  figures_.push_back({fmt::format("{}.{}", group, name), value, std::string(unit)});
}

void Report::figure(std::string_view name, double value, std::string_view unit) {
  figures_.push_back({std::string(name), value, std::string(unit)});
  headline(fmt::format("  {:<34} {:>10.1f} {}", name, value, unit));
}

void Report::latencies(std::string_view name, const std::vector<double>& sorted_us) {
  std::string line = fmt::format("  {:<34}", std::string(name) + " latency");
  for (const auto& [label, part] : kQuantiles) {
    const auto value = quantile(sorted_us, part);
    keep(name, std::string(label) + "_us", value, "us");
    line += fmt::format("  {} {:.2f} ms", label, value / 1e3);
  }
  headline(line);
}

void Report::cost(std::string_view name, const Cost& cost) {
  const auto webhooks = static_cast<double>(cost.webhooks);
  const auto per_webhook = cost.server_us / webhooks;
  keep(name, "webhooks_per_second", webhooks / cost.seconds, "per second");
  keep(name, "server_cpu", per_webhook, "us per webhook");
  keep(name, "verify", cost.verify_us, "us");
  keep(name, "commands", static_cast<double>(cost.commands) / webhooks, "per webhook");
  keep(name, "generator_cpu", cost.generator_us / webhooks, "us per webhook");
  headline(fmt::format(
      "  {:<34} {:>8.0f} webhooks/s, {:.2f} commands each; server CPU {:.1f} us = {:.2f} verifies "
      "of {:.1f} us; generator {:.1f} us",
      name, webhooks / cost.seconds, static_cast<double>(cost.commands) / webhooks, per_webhook,
      per_webhook / cost.verify_us, cost.verify_us, cost.generator_us / webhooks));
  std::string threads;
  for (const auto& [thread, time] : cost.by_thread_us) {
    keep(name, "cpu of " + thread, time / webhooks, "us per webhook");
    threads += fmt::format("  {} {:.1f}", thread, time / webhooks);
  }
  headline(fmt::format("  {:<34}  us of{}", "", threads));
  latencies(name, cost.latencies_us);
  if (cost.skipped > 0) headline(fmt::format("  {:<34}  {} intended webhooks skipped", "", cost.skipped));
  if (cost.refused > 0) problem(fmt::format("{}: {} webhooks were not answered 200", name, cost.refused));
}

void Report::problem(const std::string& text) {
  problems_.push_back(text);
  fmt::print(stderr, "{}\n", text);
}

bool Report::finish() {
  if (as_json_) {
    JsonWriter out;
    out.begin_object().key("figures").begin_array();
    for (const auto& [name, value, unit] : figures_) {
      out.begin_object().member("name", name).key("value").number(value).member("unit", unit).end_object();
    }
    out.end_array().key("problems").begin_array();
    for (const auto& problem : problems_) out.string(problem);
    fmt::print("{}\n", out.end_array().end_object().take());
  }
  return problems_.empty();
}

}  // namespace callwright::bench
