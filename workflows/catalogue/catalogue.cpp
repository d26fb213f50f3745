#include "workflows/catalogue/catalogue.hpp"

#include "workflows/catalogue/catalogue_text.hpp"
#include "workflows/catalogue/read_catalogue.hpp"

#include <algorithm>

namespace callwright {

const Field* Operation::field(std::string_view name_of_field) const {
  const auto found = std::ranges::find(body, name_of_field, &Field::name);
  return found == body.end() ? nullptr : &*found;
}

Catalogue::Catalogue() {
  const auto document = JsonDocument::of(Json::trusted(std::string(catalogue::text())));
  for (const auto& node : document.root()["operations"].elements()) {
    operations_.push_back(catalogue::read_operation(node));
    operation_index_.emplace(operations_.back().name, operations_.size() - 1);
  }
  for (const auto& node : document.root()["webhooks"].elements()) {
    webhooks_.push_back(catalogue::read_webhook(node));
    for (const auto& alias : webhooks_.back().aliases) event_aliases_.emplace(alias, webhooks_.back().name);
  }
  for (const auto& [name, fields] : document.root()["schemas"].members()) {
    schemas_.emplace(name, catalogue::read_fields(fields));
  }
}

const Catalogue& Catalogue::get() {
  static const Catalogue catalogue;
  return catalogue;
}

const Operation* Catalogue::operation(std::string_view name) const {
  const auto found = operation_index_.find(name);
  return found == operation_index_.end() ? nullptr : &operations_[found->second];
}

std::string Catalogue::canonical_event(std::string_view spelling) const {
  const auto found = event_aliases_.find(spelling);
  return found == event_aliases_.end() ? std::string(spelling) : found->second;
}

const std::vector<Field>* Catalogue::schema(std::string_view name) const {
  const auto found = schemas_.find(name);
  return found == schemas_.end() ? nullptr : &found->second;
}

}  // namespace callwright
