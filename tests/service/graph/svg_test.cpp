#include "service/graph/svg.hpp"

#include "workflows/analysis/picture.hpp"

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::svg {
namespace {

Picture picture_with(const std::string& title) {
  Picture picture{.title = "t", .groups = {{.id = "g", .title = "g", .nodes = {}}}, .arrows = {}};
  picture.groups[0].nodes.push_back({.id = "n", .title = title, .lines = {}});
  return picture;
}

TEST(Svg, DrawsWhatGraphvizReads) {
  const auto svg = svg_of(dot_of(picture_with("ring Dana")));
  ASSERT_TRUE(svg) << svg.error().detail;
  EXPECT_NE(svg->find("<svg"), std::string::npos);
  EXPECT_NE(svg->find("ring Dana"), std::string::npos) << *svg;
}

TEST(Svg, NamesOfPeopleCannotBecomeMarkup) {
  const auto svg = svg_of(dot_of(picture_with("\"><script>alert(1)</script>&lt;\\N")));
  ASSERT_TRUE(svg) << svg.error().detail;
  EXPECT_EQ(svg->find("<script"), std::string::npos) << *svg;
}

TEST(Svg, WhatIsNoGraphIsAnError) {
  for (const auto* dot : {"", "digraph {", "not a graph"}) {
    const auto svg = svg_of(dot);
    ASSERT_FALSE(svg) << dot;
    EXPECT_EQ(svg.error().code, "graph.layout");
  }
}

TEST(Svg, ThreadsWaitForEachOther) {
  const auto dot = dot_of(picture_with("x"));
  const auto expected = svg_of(dot).value_or("");
  std::vector<std::string> drawn(4);
  {
    std::vector<std::jthread> threads;
    for (auto& svg : drawn) threads.emplace_back([&svg, &dot] { svg = svg_of(dot).value_or(""); });
  }
  for (const auto& svg : drawn) EXPECT_EQ(svg, expected);
}

}  // namespace
}  // namespace callwright::tests::svg
