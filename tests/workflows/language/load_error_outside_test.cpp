#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_error_outside {
namespace {

Sample does(const std::string& action, const std::string& event = "tool.x") {
  return {.rules = "      - on: " + event + "\n        do:\n          - " + action + "\n"};
}

class OutsideError : public ::testing::TestWithParam<LoadCase> {};

TEST_P(OutsideError, SaysWhatIsWrongAndWhere) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Webhooks, OutsideError,
    ::testing::Values(
        LoadCase{"WithoutUrl", does("webhook: { body: {} }"),
                 "11:13-20 error: `webhook` needs the key `url` [missing_key]\n"},
        LoadCase{"NoMap", does("webhook: https://example.com"),
                 "11:22-41 error: `webhook` wants a map of keys, this is the text `https://example.com` "
                 "[wrong_type]\n"},
        LoadCase{"UrlIsATemplate", does("webhook: { url: \"https://${caller.number}/\" }"),
                 "11:29-56 error: `url` takes no template, or a caller could choose where it goes; put "
                 "values into `body` [template_not_allowed]\n"},
        LoadCase{"UrlIsAVariable", does("webhook: { url: \"https://{{host}}/\" }"),
                 "11:29-48 error: `url` takes no template, or a caller could choose where it goes; put "
                 "values into `body` [template_not_allowed]\n"},
        LoadCase{"OtherScheme", does("webhook: { url: \"ftp://example.com\" }"),
                 "11:29-48 error: `url` is an absolute http or https address without credentials, not "
                 "`ftp://example.com` [not_accepted]\n"},
        LoadCase{"UrlWithoutHost", does("webhook: { url: \"https:///x\" }"),
                 "11:29-41 error: `url` is an absolute http or https address without credentials, not "
                 "`https:///x` [not_accepted]\n"},
        LoadCase{"UrlWithCredentials", does("webhook: { url: \"https://a:b@example.com/\" }"),
                 "11:29-55 error: `url` is an absolute http or https address without credentials, not "
                 "`https://a:b@example.com/` [not_accepted]\n"},
        LoadCase{"UrlWithABlank", does("webhook: { url: \"https://example.com/a b\" }"),
                 "11:29-54 error: `url` is an absolute http or https address without credentials, not "
                 "`https://example.com/a b` [not_accepted]\n"},
        LoadCase{
            "UnknownKey", does("webhook: { url: \"https://e.com\", hedders: {} }"),
            "11:46-53 error: `hedders` is not a key of `webhook`; did you mean `headers`? [unknown_key]\n"},
        LoadCase{"MisspeltUrl", does("webhook: { ulr: \"https://e.com\" }"),
                 "11:24-27 error: `ulr` is not a key of `webhook`; did you mean `url`? [unknown_key]\n"},
        LoadCase{"TemplateOfAnUnknownRoot",
                 does("webhook: { url: \"https://e.com\", body: { a: [\"${cal.id}\"] } }"),
                 "11:61-67 error: no value is called `cal`; did you mean `call`? [unknown_root]\n"},
        LoadCase{"TemplateOfAnUnknownPath",
                 does("webhook: { url: \"https://e.com\", body: { a: { b: \"${call.idd}\" } } }"),
                 "11:65-73 error: there is no value `call.idd`; did you mean `call.id`? [unknown_path]\n"},
        LoadCase{
            "ReservedHeader", does("webhook: { url: \"https://e.com\", headers: { Webhook-Id: x } }"),
            "11:57-67 error: `Webhook-Id` is set by callwright on every webhook; remove it [reserved_key]\n"},
        LoadCase{"HeaderThatIsNoName", does("webhook: { url: \"https://e.com\", headers: { \"a b\": x } }"),
                 "11:57-62 error: `a b` is no name of a header [not_accepted]\n"},
        LoadCase{"SecretItself", does("webhook: { url: \"https://e.com\", secret: \"whsec_bGE=\" }"),
                 "11:54-66 error: `secret` names a secret of the service's configuration (`secrets.NAME`) "
                 "and never holds one [not_accepted]\n"}),
    kCaseName);

INSTANTIATE_TEST_SUITE_P(
    Texts, OutsideError,
    ::testing::Values(
        LoadCase{"WithoutReceiver", does("sms: { text: Hello }"),
                 "11:13-16 error: `sms` needs the key `to` [missing_key]\n"},
        LoadCase{"WithoutText", does("sms: { to: caller }"),
                 "11:13-16 error: `sms` needs the key `text` [missing_key]\n"},
        LoadCase{"ToATemplate", does("sms: { to: \"${caller.number}\", text: x }"),
                 "11:24-42 error: `to` takes no template, or a caller could choose whom it is sent to; write "
                 "`caller`, a person or a literal number [template_not_allowed]\n"},
        LoadCase{"ToNobody", does("sms: { to: dna, text: x }"),
                 "11:24-27 error: there is no person `dna`; did you mean `dana`? [unresolved_name]\n"},
        LoadCase{
            "FromAWord", does("sms: { to: caller, text: x, from: us }"),
            "11:47-49 error: `from` is an E.164 number such as `+13125550100`, not `us` [not_a_number]\n"},
        LoadCase{"FromANumberWithBlanks", does("sms: { to: caller, text: x, from: \"+1 312 555 0100\" }"),
                 "11:47-64 error: `from` is an E.164 number such as `+13125550100`, not `+1 312 555 0100`; "
                 "did you mean `+13125550100`? [not_a_number]\n"},
        LoadCase{
            "ToASipAddress",
            Sample{.people = "  ben: { sip: \"sip:ben@example.com\" }\n  dana: { phone: \"+13125550111\" }\n",
                   .rules = "      - on: tool.x\n        do:\n          - sms: { to: ben, text: x }\n"},
            "12:24-27 error: `ben` has a SIP address, which gets no text messages [not_a_number]\n"},
        LoadCase{
            "OutsideTheDestinations",
            Sample{
                .workflow = "    limits: { destinations: [\"+1312*\"] }\n",
                .rules =
                    "      - on: tool.x\n        do:\n          - sms: { to: \"+4930901820\", text: x }\n"},
            "5:3-10 error: `+4930901820` gets a text message of `support`, whose `destinations` do not "
            "include this number [not_a_destination]\n"}),
    kCaseName);

}  // namespace
}  // namespace callwright::tests::language_error_outside
