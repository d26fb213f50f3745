#include "service/observe/log.hpp"

#include <memory>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace callwright {

LogSink standard_output() {
  auto logger =
      std::make_shared<spdlog::logger>("callwright", std::make_shared<spdlog::sinks::stdout_sink_mt>());
  logger->set_pattern("%v");  // the line is finished: spdlog would not escape it
  logger->flush_on(spdlog::level::trace);
  return [logger](std::string_view line) {
    logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  };
}

}  // namespace callwright
