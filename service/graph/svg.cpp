#include "service/graph/svg.hpp"

#include <memory>
#include <mutex>

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
/// Asked by the leak sanitizer: fonts and spans that these libraries keep until the end.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\nleak:libgvc.so\nleak:libpango";
}
#endif
#endif

namespace callwright {
namespace {

struct FreeContext {
  void operator()(GVC_t* context) const { gvFreeContext(context); }
};
struct CloseGraph {
  void operator()(Agraph_t* graph) const { agclose(graph); }
};

/// Layout data lives in the graph and must go before it does.
class Layout {
 public:
  Layout(GVC_t* context, Agraph_t* graph)
      : context_(context), graph_(graph), is_done_(gvLayout(context, graph, "dot") == 0) {}
  ~Layout() {
    if (is_done_) gvFreeLayout(context_, graph_);
  }
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;
  [[nodiscard]] bool is_done() const { return is_done_; }

 private:
  GVC_t* context_;
  Agraph_t* graph_;
  bool is_done_;
};

std::unexpected<Error> no_picture(const char* why) {
  return fail(Errc::InvalidInput, "graph.layout",
              std::string("Graphviz cannot draw the workflow: ") + why + "; use the format dot or mermaid.");
}

}  // namespace

Result<std::string> svg_of(const std::string& dot) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  // One for as long as the process lives: Graphviz's text layout remembers the latest font by a pointer into
  // it.
  static const std::unique_ptr<GVC_t, FreeContext> context(gvContext());
  if (context == nullptr) return no_picture("it does not start");
  agseterr(AGMAX);  // nothing goes to standard error; the result says it
  const std::unique_ptr<Agraph_t, CloseGraph> graph(agmemread(dot.c_str()));
  if (graph == nullptr) return no_picture("the graph cannot be read");
  const Layout layout(context.get(), graph.get());
  if (!layout.is_done()) return no_picture("the layout failed");
  char* data = nullptr;
  unsigned int size = 0;
  if (gvRenderData(context.get(), graph.get(), "svg", &data, &size) != 0) return no_picture("drawing failed");
  std::string svg(data, size);
  gvFreeRenderData(data);
  return svg;
}

}  // namespace callwright
