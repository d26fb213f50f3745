#include "service/app/blocking_exchange.hpp"
#include "service/app/command_ports.hpp"
#include "service/app/process_settings.hpp"
#include "service/app/serve.hpp"
#include "service/app/simulate.hpp"
#include "service/app/telnyx_account.hpp"
#include "service/app/tests.hpp"
#include "service/app/workflow_files.hpp"
#include "service/app/worlds.hpp"
#include "service/cli/command_line.hpp"
#include "service/graph/svg.hpp"

int main(int argc, char** argv) {
  const callwright::cli::Services services{.serve = &callwright::serve,
                                           .simulate = &callwright::simulate,
                                           .exchange = &callwright::blocking_exchange,
                                           .telnyx = &callwright::ask_telnyx,
                                           .settings = &callwright::process_settings,
                                           .telnyx_request = &callwright::request_to_telnyx,
                                           .wait = &callwright::let_time_pass,
                                           .uptime = &callwright::uptime,
                                           .random_id = &callwright::random_id,
                                           .read_input = &callwright::read_input,
                                           .read_bundles = &callwright::read_bundle_folders,
                                           .read_file = &callwright::read_workflow_file,
                                           .run_test = &callwright::run_test,
                                           .load = &callwright::load_workflow_files,
                                           .draw_svg = &callwright::svg_of,
                                           .live_world = &callwright::live_world};
  return callwright::cli::run(argc, argv, services);
}
