#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace callwright {

/// A text message that is expected: to whom, and words that stand in it.
struct ExpectedMessage {
  std::string to;  ///< `caller`, a person or a number; empty: anybody
  std::string text;
};

/// An outgoing webhook that is expected at its receiver.
struct ExpectedWebhook {
  std::string url;                    ///< or its beginning; empty: any
  std::vector<std::string> contains;  ///< words of the body
};

/// What must be so, at the end of a test or at a moment of its script. What is not given is not asked.
struct Expectation {
  /// `caller`, `assistant` or a person, and texts each of which stands in something that they hear.
  using Texts = std::map<std::string, std::vector<std::string>>;
  std::optional<std::vector<std::string>> joined;            ///< people, in the order in which they were
  std::map<std::string, std::vector<std::string>> outcomes;  ///< of the last attempts of a person, in order
  std::string state;                                         ///< of the call
  std::string outcome;                                       ///< of the call
  std::optional<int> live_legs;                              ///< the caller's included
  std::optional<Duration> silence_max;
  std::optional<Duration> joined_within;  ///< of the request for a person
  std::optional<Duration> duration_max;   ///< of the call
  Texts heard;
  Texts not_heard;
  std::optional<std::vector<ExpectedMessage>> sms;       ///< each was sent; an empty list: none was
  std::optional<std::vector<ExpectedWebhook>> webhooks;  ///< each arrived; an empty list: none did
  std::map<std::string, int> commands;                   ///< operation -> how often it took effect
  std::vector<std::string> decisions;                    ///< in this order among those of the call
  std::map<std::string, std::string> vars;
  std::map<std::string, std::string> variables;  ///< that Telnyx was given when it last asked
  int line = 0;                                  ///< in the file; 0: nothing is expected
};

/// One line of a script: what somebody does at a moment, counted from the beginning of the test.
struct ScriptLine {
  enum class Kind {
    Call,            ///< `from` dials `to`
    Start,           ///< somebody asks for a call with `arguments`, a body of `POST /v1/calls`
    Tool,            ///< the assistant of `who` calls the tool `text` with `arguments`
    Operator,        ///< somebody gives the command `text` with `arguments` for the call of `who`
    Answers,         ///< `who`
    Rejects,         ///< `who` refuses the ringing phone
    Accepts,         ///< `who` presses the key that takes the call
    Declines,        ///< `who` presses the key that passes it on
    Presses,         ///< `who`, the keys `text`
    Says,            ///< `who`, the words `text`
    Holds,           ///< `who` puts the call on hold
    Resumes,         ///< `who` takes it back
    HangsUp,         ///< `who`
    AssistantEnds,   ///< the conversation with `who`
    Initialization,  ///< Telnyx asks for the variables of it; another system would answer `arguments`
    Restart,         ///< the process of the service dies and is started again
    Expect
  };
  Duration at{0};
  Kind kind = Kind::Call;
  std::string who = "caller";  ///< `caller`, the number of a caller or of whom we called, or a person
  std::string text;
  std::string from;
  std::string to;
  Json arguments;
  std::shared_ptr<const Expectation> expect;
  int line = 0;  ///< in the file
};

/// What a person does when the phone rings. Times that are not given are the simulator's.
struct TestPerson {
  enum class Kind { Answers, Accepts, Declines, NoAnswer, Busy, Rejects, Machine };
  Kind kind = Kind::Answers;
  std::optional<Duration> answers_after;
  std::string presses;  ///< after each prompt
  std::optional<Duration> press_after;
  std::string verdict;  ///< of the machine detection, in Telnyx's words
  std::optional<Duration> verdict_after;
  std::string greeting;  ///< of a machine: what is reported of its greeting
  std::optional<Duration> hangs_up_after;
};

/// What becomes of one request to Telnyx, or of one attempt of an outgoing webhook.
struct RequestFate {
  enum class Kind {
    Ok,
    Status,      ///< `status`, and nothing was done
    Timeout,     ///< never arrives, no answer
    AnswerLost,  ///< is done, no answer
    NotSent      ///< no connection
  };
  Kind kind = Kind::Ok;
  int status = 0;
};

/// The fates of the requests of one operation.
struct RequestFates {
  std::vector<RequestFate> in_turn;
  bool repeats_last = false;  ///< else everything works when the list is at its end
};

/// What goes wrong in a test.
struct TestFaults {
  bool duplicates_all = false;
  std::vector<std::string> duplicate;  ///< event types that arrive twice
  Duration reorder_within{0};          ///< each webhook is late by up to so much
  std::map<std::string, Duration> delay;
  std::vector<std::string> lose;  ///< event types that no attempt brings
  bool crashes_after_every_record = false;
  std::vector<int> crash_after;             ///< commits of the store, counted from 1
  std::map<std::string, RequestFates> api;  ///< by operation; `webhook` is an outgoing webhook
};

/// One test of a bundle, as the section `tests` says it. Not part of the bundle's content.
struct TestCase {
  std::string name;
  std::string file;
  int line = 0;
  std::optional<TimePoint> at;  ///< when it begins
  std::vector<ScriptLine> script;
  /// People, `caller` and numbers of those whom we call; at each ring the next, the last one stays.
  std::map<std::string, std::vector<TestPerson>> people;
  TestFaults faults;
  std::map<std::string, std::string>
      stand_ins;                                ///< rotation -> who is on call instead, from the beginning on
  std::map<std::string, std::string> unstated;  ///< switch of the simulator -> choice
  std::map<std::string, std::string> insights;  ///< name -> result, of every conversation
  Duration stays = std::chrono::seconds{30};    ///< callers, when the script and all escalations are over
  Expectation expect;
};

}  // namespace callwright
