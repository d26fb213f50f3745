#include "workflows/simulator/delivery_log.hpp"
#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/queries.hpp"

#include <algorithm>
#include <ranges>
#include <vector>

namespace callwright::simulator {
namespace {

void write_headers(JsonWriter& writer, const std::vector<std::pair<std::string, std::string>>& headers) {
  writer.key("headers").begin_array();
  for (const auto& [name, value] : headers) {
    writer.begin_array().string(name).string(value).end_array();
  }
  writer.end_array();
}

void write_http(JsonWriter& writer, const DeliveryReport& report) {
  writer.key("http").begin_object().key("request").begin_object().member("url", report.url);
  write_headers(writer, report.request_headers);
  writer.end_object();
  if (report.answer.status != 0) {
    writer.key("response").begin_object().member("status", report.answer.status);
    write_headers(writer, report.answer.headers);
    writer.member("body", report.answer.body).end_object();
  }
  writer.end_object();
}

/// The sources disagree about the shape of an error and name none: here its code is the HTTP status, 0 for no
/// answer.
void write_errors(JsonWriter& writer, const World& world, const DeliveryReport& report) {
  writer.key("errors").begin_array();
  const auto status = report.answer.status;
  if (!report.is_delivered && !world.settings.unstated.delivery_errors_are_objects) {
    writer.integer(status);
  } else if (!report.is_delivered) {
    writer.begin_object().member("code", std::to_string(status));
    writer.member("title", status == 0 ? "No answer" : "Not accepted");
    writer.member("detail", status == 0 ? report.answer.error : "HTTP status " + std::to_string(status));
    writer.end_object();
  }
  writer.end_array();
}

void write_attempt(JsonWriter& writer, const World& world, const DeliveryRecord::Attempt& attempt) {
  writer.begin_object().member("status", attempt.report.is_delivered ? "delivered" : "failed");
  writer.member("started_at", format_time(attempt.report.started_at));
  writer.member("finished_at", format_time(attempt.finished_at));
  write_http(writer, attempt.report);
  write_errors(writer, world, attempt.report);
  writer.end_object();
}

/// The last attempt first.
void write_attempts(JsonWriter& writer, const World& world, const DeliveryRecord& record) {
  writer.begin_array();
  for (const auto& attempt : std::views::reverse(record.attempts)) write_attempt(writer, world, attempt);
  writer.end_array();
}

void write_webhook(JsonWriter& writer, const DeliveryRecord& record) {
  const auto document = JsonDocument::of(record.event);
  const auto event = document.root();
  writer.begin_object().member("id", record.event_id).member("event_type", record.event_type);
  writer.key("occurred_at").node(event["occurred_at"]).key("payload").node(event["payload"]);
  writer.member("record_type", "event").end_object();
}

void write_delivery(JsonWriter& writer, const World& world, const DeliveryRecord& record) {
  writer.begin_object().member("id", record.id).member("record_type", "webhook_delivery");
  writer.member("user_id", world.delivery_log.user_id());
  writer.member("status", record.is_delivered ? "delivered" : "failed");
  writer.member("started_at", format_time(record.attempts.front().report.started_at));
  writer.member("finished_at", format_time(record.attempts.back().finished_at));
  write_webhook(writer.key("webhook"), record);
  write_attempts(writer.key("attempts"), world, record);
  writer.end_object();
}

bool is_visible(const World& world, const DeliveryRecord& record) {
  if (record.attempts.empty()) return false;
  return record.is_over || world.settings.unstated.deliveries_under_way_are_listed;
}

/// `a,b` as a filter: any of them.
bool is_one_of(const std::optional<std::string>& wanted, std::string_view value) {
  if (!wanted) return true;
  const auto list = "," + *wanted + ",";
  return list.find("," + std::string(value) + ",") != std::string::npos;
}

bool texts_fit(const Query& query, const DeliveryRecord& record) {
  const auto contains = [&](std::string_view filter, const auto& write) {
    const auto wanted = query.option(filter);
    if (!wanted) return true;
    JsonWriter writer;
    write(writer);
    return writer.take().find(*wanted) != std::string::npos;
  };
  return contains("filter[webhook][contains]", [&](JsonWriter& writer) { write_webhook(writer, record); }) &&
         contains("filter[attempts][contains]",
                  [&](JsonWriter& writer) { write_attempts(writer, query.world, record); });
}

bool is_asked_for(const Query& query, const DeliveryRecord& record) {
  const std::string status = record.is_delivered ? "delivered" : "failed";
  return query.option("filter[status][eq]").value_or(status) == status &&
         is_one_of(query.option("filter[event_type]"), record.event_type) &&
         is_within(query, "filter[started_at]", record.attempts.front().report.started_at) &&
         is_within(query, "filter[finished_at]", record.attempts.back().finished_at) &&
         texts_fit(query, record);
}

ApiResponse list_webhook_deliveries(const Query& query) {
  const auto& world = query.world;
  std::vector<const DeliveryRecord*> found;
  for (const auto& record : world.delivery_log.records()) {
    if (is_visible(world, record) && is_asked_for(query, record)) found.push_back(&record);
  }
  const auto page = page_of(query, found.size());
  JsonWriter writer;
  writer.begin_object().key("data").begin_array();
  for (auto i = page.begin; i < page.end; ++i) write_delivery(writer, world, *found[i]);
  writer.end_array().member("meta", page_meta(page, found.size()));
  return {200, writer.end_object().finish(), {}};
}

ApiResponse retrieve_webhook_delivery(const Query& query) {
  const auto* record = query.world.delivery_log.find(query.parameter("id"));
  if (record == nullptr || !is_visible(query.world, *record)) {
    return not_found("The webhook delivery was not found.");
  }
  JsonWriter writer;
  writer.begin_object().key("data");
  write_delivery(writer, query.world, *record);
  return {200, writer.end_object().finish(), {}};
}

}  // namespace

QueryAnswer delivery_query(std::string_view name) {
  if (name == "list_webhook_deliveries") return list_webhook_deliveries;
  if (name == "retrieve_webhook_delivery") return retrieve_webhook_delivery;
  return nullptr;
}

}  // namespace callwright::simulator
