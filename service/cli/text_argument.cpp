#include "service/cli/text_argument.hpp"

#include "service/cli/terminal.hpp"

namespace callwright::cli {

Result<std::string> read_text_argument(const std::string& argument, const Services& services) {
  if (argument != "@-") return argument;
  auto text = services.read_input();
  while (text && (text->ends_with('\n') || text->ends_with('\r'))) text->pop_back();
  return text;
}

std::string printable_lines(std::string_view text) {
  std::string lines;
  while (true) {
    const auto end = text.find('\n');
    lines += printable(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    lines += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace callwright::cli
