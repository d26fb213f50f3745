#include "service/cli/assistants/carry_out.hpp"

#include "service/cli/assistants/show.hpp"
#include "service/cli/exit_code.hpp"
#include "workflows/assistants/secrets.hpp"
#include "workflows/assistants/yaml_text.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/model/text.hpp"

#include <cstdio>
#include <utility>

#include <fmt/core.h>

namespace callwright::cli::assistants {
namespace {

using callwright::assistants::Settings;

std::unexpected<Stop> of_file(const Side& side, Stop stop) {
  stop.sentence = side.file->file + ": " + stop.sentence;
  return std::unexpected(std::move(stop));
}

/// Every request of a creation with the same content has the same key, so that one whose answer was lost is
/// not done twice. Telnyx forgets it after a day. `generation`: how many with this content were made and
/// deleted since.
std::string creation_key(const Options& options, const Side& side, const Json& body, int generation) {
  return uuid_v5("assistants " + options.account + "/" + (side.is_tool ? "tools/" : "") + side.name() + " " +
                 std::to_string(generation) + " " + body.text());
}

void print_request(const std::string& request, const Json& body) {
  fmt::print("{}\n", printable(request));
  const auto yaml = callwright::assistants::yaml_text(
      JsonDocument::of(callwright::assistants::without_secrets(body)).root());
  for (std::size_t begin = 0; begin < yaml.size();) {
    const auto end = yaml.find('\n', begin);
    fmt::print("  {}\n", printable(std::string_view(yaml).substr(begin, end - begin)));
    begin = end + 1;
  }
}

}  // namespace

Json CarryOut::body_of(const Side& side, std::vector<std::string>& pending) const {
  auto body =
      side.is_new() ? side.wanted.settings : update_for(side.drifts, side.wanted.settings, *side.account);
  body = with_ids(std::move(body), workspace_.ids(), &pending);
  if (!side.is_new() && !side.is_tool && !options_.version_name.empty())
    body.insert_or_assign("version_name", language::json_text(options_.version_name));
  return callwright::assistants::json_of(body);
}

void CarryOut::print(const Plan& plan) {
  std::vector<std::string> pending;
  for (const auto* side : plan.creates)
    print_request(side->is_tool ? "POST /ai/tools" : "POST /ai/assistants", body_of(*side, pending));
  for (const auto* side : plan.updates)
    print_request((side->is_tool ? "PATCH /ai/tools/" : "POST /ai/assistants/") + side->id,
                  body_of(*side, pending));
  for (const auto& stray : plan.deletes) fmt::print("DELETE /ai/assistants/{}\n", printable(stray.id));
  for (const auto& name : pending)
    fmt::print("then an update of what refers to {}, which is made on the way\n", printable(name));
}

OrStop<void> CarryOut::run(const Plan& plan) {
  std::vector<Side*> again;
  for (const bool is_tool : {true, false}) {
    for (auto* side : plan.creates) {
      if (side->is_tool != is_tool) continue;
      const auto done = create(*side);
      if (!done) return std::unexpected(done.error());
      if (!*done) again.push_back(side);
    }
    for (auto* side : plan.updates) {
      if (side->is_tool != is_tool) continue;
      const auto done = update(*side);
      if (!done) return std::unexpected(done.error());
      if (!*done) again.push_back(side);
    }
  }
  for (auto* side : again) {
    const auto done = side->is_new() ? create(*side) : update(*side);
    if (!done) return std::unexpected(done.error());
  }
  for (auto* side : plan.creates) look_again(*side);
  for (auto* side : plan.updates) look_again(*side);
  for (const auto& stray : plan.deletes) {
    if (auto done = remove(stray); !done) return done;
  }
  return {};
}

OrStop<bool> CarryOut::create(Side& side) {
  std::vector<std::string> pending;
  const auto body = body_of(side, pending);
  if (side.is_tool && !pending.empty()) return false;
  const auto answer = make(side, body);
  if (!answer) return std::unexpected(answer.error());
  if (auto done = finish(side, *answer, "made"); !done) return std::unexpected(done.error());
  return pending.empty();
}

OrStop<Json> CarryOut::make(Side& side, const Json& body) {
  constexpr int kGenerations = 5;
  for (int generation = 0; generation < kGenerations; ++generation) {
    const auto key = creation_key(options_, side, body, generation);
    const auto answer = side.is_tool ? workspace_.account.create_tool(body, key)
                                     : workspace_.account.create_assistant(body, key);
    if (!answer) return of_file(side, answer.error());
    if (side.is_tool) return *answer;
    // The answer may be that of one which was made with the same content today and deleted since.
    const auto there = workspace_.account.assistant(JsonDocument::of(*answer).root()["id"].str());
    if (!there) return of_file(side, there.error());
    if (*there) return **there;
  }
  return of_file(side, {kFindings,
                        "it was made and deleted with this content several times today; change "
                        "something in it."});
}

OrStop<bool> CarryOut::update(Side& side) {
  workspace_.compare(side);
  std::vector<std::string> pending;
  const auto body = body_of(side, pending);
  if (side.is_tool && !pending.empty()) return false;
  if (body.text() == "{}") return true;
  const auto answer = side.is_tool ? workspace_.account.update_tool(side.id, body)
                                   : workspace_.account.update_assistant(side.id, body);
  if (!answer) return of_file(side, answer.error());
  if (auto done = finish(side, *answer, "changed"); !done) return std::unexpected(done.error());
  return pending.empty();
}

OrStop<void> CarryOut::finish(Side& side, const Json& answer, const char* what) {
  if (side.is_tool) workspace_.account_tools.push_back(answer);
  workspace_.take_answer(side, JsonDocument::of(answer).root());
  workspace_.remember(side);
  if (const auto done = workspace_.disk.write_lock(workspace_.lock); !done)
    return of_file(side, {kUnreachable, done.error().detail});
  fmt::print("{} {}\n", what, title_of(side));
  return {};
}

/// What Telnyx did not take over as it was sent.
void CarryOut::look_again(Side& side) const {
  workspace_.compare(side);
  if (side.drifts.empty()) return;
  std::fflush(stdout);
  fmt::print(stderr,
             "{}Telnyx answered this instead of what was sent; write what it says, or leave the field out.\n",
             drift_text(side, Terminal::of(stderr)));
}

OrStop<void> CarryOut::remove(const Stray& stray) {
  if (const auto done = workspace_.account.delete_assistant(stray.id); !done)
    return std::unexpected(done.error());
  if (const auto name = workspace_.lock.assistant_named(stray.id); !name.empty())
    workspace_.lock.assistants.erase(name);
  fmt::print("deleted {} ({})\n", printable(stray.name), printable(stray.id));
  if (const auto done = workspace_.disk.write_lock(workspace_.lock); !done)
    return std::unexpected(Stop{kUnreachable, done.error().detail});
  return {};
}

}  // namespace callwright::cli::assistants
