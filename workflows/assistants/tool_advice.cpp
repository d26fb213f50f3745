#include "workflows/assistants/tool_advice.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace callwright::assistants {
namespace {

/// callwright answers a tool at once; less leaves nothing for the way there and back.
constexpr std::int64_t kTimeoutMin = 2000;
constexpr std::string_view kCall = "call={{callwright_call}}";

class ToolAdvice {
 public:
  ToolAdvice(const NeededTool& needed, const GivenTool& tool, const std::string& public_url,
             language::Findings& findings)
      : needed_(needed), tool_(tool), public_url_(public_url), findings_(findings) {}

  void give() const {
    about_url();
    about_arguments();
    about_waiting();
  }

 private:
  void warn(const char* code, const std::string& rest) const {
    findings_.warning(tool_.place, code, "the tool " + language::quoted(needed_.name) + " " + rest);
  }

  void about_url() const {
    const auto url = tool_.definition["webhook"]["url"].str();
    const auto address = url.substr(0, url.find('?'));
    const auto path = "/tools/" + needed_.name;
    const bool is_here = public_url_.empty() ? address.ends_with(path) : address == public_url_ + path;
    if (!is_here) {
      warn("tool_elsewhere",
           "goes to another address than this service, so its rule never runs; its URL is " +
               tool_url(public_url_, needed_.name));
    } else if (url.find(kCall) == std::string::npos) {
      warn("tool_without_call", "does not say which call it is of; end its URL in ?" + std::string(kCall));
    }
  }

  void about_arguments() const {
    const auto properties = tool_.definition.at_path("webhook.body_parameters.properties");
    for (const auto& argument : needed_.arguments) {
      if (properties[argument.name].exists()) continue;
      warn("argument_missing", "has no body parameter " + language::quoted(argument.name) +
                                   ", which the workflow reads; add it to `body_parameters.properties`");
    }
  }

  void about_waiting() const {
    const auto webhook = tool_.definition["webhook"];
    const auto timeout =
        webhook["timeout_ms"].exists() ? webhook["timeout_ms"] : tool_.definition["timeout_ms"];
    if (timeout.integer().value_or(kTimeoutMin) < kTimeoutMin)
      warn("tool_timeout", "gives callwright " + timeout.display() + " ms; set `timeout_ms` to 2000 or more");
    if (webhook["async"].boolean().value_or(false))
      warn("tool_is_async",
           "is async: the assistant goes on without the answer that tells the caller who is rung; set "
           "`async: false`");
  }

  const NeededTool& needed_;
  const GivenTool& tool_;
  const std::string& public_url_;
  language::Findings& findings_;
};

}  // namespace

void advise_on_tool(const SettingsFile& file, const GivenTools& tools, const NeededTool& needed,
                    const Wanted& wanted, const Demand& demand, language::Findings& findings) {
  const bool is_generated = std::ranges::find(wanted.generated, needed.name) != wanted.generated.end();
  const auto* tool = tools.named(needed.name);
  if (is_generated && !needed.escalates) {
    findings.warning(
        file.written.place_of("tools"), "made_up_description",
        "the tool " + language::quoted(needed.name) +
            " is generated, and its description says no more than its name; write the tool in `tools` to "
            "tell the model when to call it");
  } else if (!is_generated && tool != nullptr) {
    ToolAdvice(needed, *tool, demand.public_url, findings).give();
  }
}

}  // namespace callwright::assistants
