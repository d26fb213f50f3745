#include "handlers/variables/answer.hpp"
#include "handlers/variables/conversation.hpp"
#include "handlers/variables/question.hpp"
#include "handlers/webhook/parse_event.hpp"
#include "workflows/language/load.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace callwright;

constexpr std::string_view kWorkflows = R"(
language: 1
workflows:
  orders:
    match: { to: ["*"] }
    assistant: { id: assistant-1 }
    lookup: { url: "https://crm.example/find?a=${caller.number}&b=${event.x | none}" }
    variables: { a: "${caller.number}", b: "${event.x}", c: "${lookup.x | c}", d: "${event.telnyx_agent_target}" }
    memory: { conversation_query: "metadata->a=eq.${event.x}&limit=1" }
    metadata: { a: "${event.x}" }
)";

/// Values stay where they belong: the structure of what is made is the workflow's.
void check_url(const std::string& url) {
  constexpr std::string_view kBegin = "https://crm.example/find?a=";
  const auto query = std::string_view(url).substr(kBegin.size());
  const auto next = query.find("&b=");
  if (!url.starts_with(kBegin) || next == std::string_view::npos) std::abort();
  for (const auto part : {query.substr(0, next), query.substr(next + 3)}) {
    if (part.find_first_of("&=#?/ \r\n\"\\") != std::string_view::npos) std::abort();
  }
}

void check_answer(const Json& answer) {
  const auto document = JsonDocument::parse(answer.text());
  if (!document) std::abort();
  for (const auto& [name, value] : document->root()["dynamic_variables"].members()) {
    if (name.size() != 1 || name.front() < 'a' || name.front() > 'd') std::abort();
    if (!value.is_string() || value.str().size() > 1'024) std::abort();
  }
  const auto query = document->root().at_path("memory.conversation_query").str();
  if (!query.empty() && (!query.starts_with("metadata->a=eq.") || !query.ends_with("&limit=1"))) std::abort();
}

}  // namespace

/// Whatever Telnyx or another system says, the answer is JSON with the workflow's names and no other.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const BundlePtr bundle = load_bundle({{.name = "a.yaml", .text = std::string(kWorkflows)}}).bundle;
  if (bundle == nullptr) std::abort();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto event = parse_event(bytes);
  const auto question = event ? read_question(*event) : VariablesQuestion{};
  const auto conversation = find_conversation(question, std::nullopt, bundle);
  AnswerParts parts{.conversation = conversation,
                    .question = question,
                    .payload = event ? event->payload : Json(),
                    .now = {},
                    .lookup = {}};
  if (const auto lookup = lookup_of(parts)) check_url(lookup->url);
  if (const auto said = JsonDocument::parse(bytes, JsonDocument::kOutsideDepthMax))
    parts.lookup = said->root().json();
  const auto answer = write_answer(parts);
  check_answer(answer);
  check_answer(recorded_answer(answer));
  return 0;
}
