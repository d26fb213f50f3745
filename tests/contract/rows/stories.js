/// Calls that set off one webhook of every type that the simulator knows.
const text = { payload: 'Good evening', voice: 'female' };
const media = { audio_url: 'https://example.com/hold.mp3' };

async function assistantStory(w) {
  const leg = await w.answered();
  await w.sdk.calls.actions.startAIAssistant(leg, { assistant: { id: 'assistant-1' } });
  await w.receiver.event('call.conversation.created', leg);
  await w.simulator.act(leg, 'hangup');
  await w.receiver.event('call.conversation_insights.generated', leg);
}

async function failedAssistantStory(w) {
  const leg = await w.caller();
  await w.sdk.calls.actions.answer(leg, { assistant: { id: 'assistant-broken' } });
  await w.receiver.event('call.conversation.start_failed', leg);
}

/// Dials a number of its own, whose person does what `behaviour` says.
async function dialled(w, behaviour, body = {}) {
  const to = w.number();
  await w.simulator.steer('PUT', `people/${to}`, { answer_after: 0.02, verdict_after: 0.02, ...behaviour });
  return (await w.sdk.calls.dial({ ...w.ends(), to, ...body })).data.call_control_id;
}

async function personStory(w) {
  const leg = await dialled(w, { press: '1', press_after: 0.02 }, { answering_machine_detection: 'premium' });
  await w.receiver.event('call.machine.premium.detection.ended', leg);
  await w.sdk.calls.actions.gatherUsingSpeak(leg, { ...text, maximum_digits: 1 });
  await w.receiver.event('call.gather.ended', leg);
  await w.simulator.act(leg, 'press', { digits: '5' });
  await w.receiver.event('call.dtmf.received', leg);
  await w.sdk.calls.actions.bridge(leg, { call_control_id_to_bridge_with: await w.answered() });
  await w.receiver.event('call.bridged', leg);
  await w.simulator.act(leg, 'hold');
  await w.receiver.event('call.hold', leg);
  await w.simulator.act(leg, 'unhold');
  await w.receiver.event('call.unhold', leg);
}

async function machineStory(w) {
  const premium = await dialled(w, { kind: 'voicemail' }, { answering_machine_detection: 'premium' });
  const standard = await dialled(w, { kind: 'voicemail' }, { answering_machine_detection: 'greeting_end' });
  await w.receiver.event('call.machine.premium.greeting.ended', premium);
  await w.receiver.event('call.machine.detection.ended', standard);
  await w.receiver.event('call.machine.greeting.ended', standard);
}

async function soundStory(w) {
  const leg = await w.answered();
  const actions = w.sdk.calls.actions;
  await actions.startRecording(leg, { channels: 'single', format: 'wav', transcription: true });
  await actions.startTranscription(leg, { transcription_engine: 'B' });
  await w.simulator.act(leg, 'say', { text: 'Hello' });
  await w.receiver.event('call.transcription', leg);
  await actions.speak(leg, text);
  await w.receiver.event('call.speak.ended', leg);
  await actions.startPlayback(leg, media);
  await actions.stopPlayback(leg, { stop: 'all' });
  await w.receiver.event('call.playback.ended', leg);
  await actions.stopRecording(leg, {});
  await w.receiver.event('call.recording.saved');
  await w.receiver.event('call.recording.transcription.saved');
  await actions.startStreaming(leg, { stream_url: 'wss://example.com/media' });
  await actions.stopStreaming(leg, {});
  await w.receiver.event('streaming.stopped', leg);
  await actions.startStreaming(leg, { stream_url: 'wss://example.com/broken' });
  await w.receiver.event('streaming.failed', leg);
  await actions.hangup(leg, {});
  await w.receiver.event('call.cost', leg);
}

async function questionsStory(w) {
  const leg = await w.answered();
  await w.sdk.calls.actions.gatherUsingAI(leg, {
    parameters: { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } }, required: ['name', 'age'] },
    send_partial_results: true, send_message_history_updates: true });
  await w.simulator.act(leg, 'say', { text: 'Ana' });
  await w.receiver.event('call.ai_gather.partial_results', leg);
  await w.simulator.act(leg, 'say', { text: '42' });
  await w.receiver.event('call.ai_gather.ended', leg);
}

async function conferenceStory(w) {
  const { id, leg } = await w.conference();
  const actions = w.sdk.conferences.actions;
  await actions.join(id, { call_control_id: await w.answered() });
  await w.simulator.act(leg, 'say', { text: 'Hello' });
  await actions.recordStart(id, { format: 'mp3' });
  await actions.speak(id, text);
  await actions.play(id, media);
  await actions.recordStop(id, {});
  await actions.leave(id, { call_control_id: leg });
  await actions.endConference(id, {});
  await w.receiver.event('conference.ended');
  await w.receiver.event('conference.recording.saved');
}

async function elsewhereStory(w) {
  const actions = w.sdk.calls.actions;
  const queued = await w.answered();
  await actions.enqueue(queued, { queue_name: w.name('queue') });
  await actions.leaveQueue(queued, {});
  await w.receiver.event('call.dequeued', queued);
  const referred = await w.answered();
  await actions.refer(referred, { sip_address: 'sip:ana@example.com' });
  await w.receiver.event('call.refer.completed', referred);
  const judged = await dialled(w, {}, { deepfake_detection: { enabled: true } });
  await w.receiver.event('call.deepfake_detection.result', judged);
}

export const kScenario = {
  settings: { insights_after: 0.1, insights: [{ insight_id: 'summary', result: 'Fine' }], call_cost_in_webhooks: true,
    broken_assistants: ['assistant-broken'], broken_streams: ['wss://example.com/broken'] },
};

export const kEvents = ['call.initiated', 'call.answered', 'call.hangup', 'call.bridged', 'call.cost', 'call.hold', 'call.unhold',
  'call.dtmf.received', 'call.gather.ended', 'call.machine.premium.detection.ended', 'call.machine.premium.greeting.ended',
  'call.machine.detection.ended', 'call.machine.greeting.ended', 'call.deepfake_detection.result', 'call.speak.started',
  'call.speak.ended', 'call.playback.started', 'call.playback.ended', 'call.recording.saved',
  'call.recording.transcription.saved', 'call.transcription', 'call.enqueued', 'call.dequeued', 'call.refer.started',
  'call.refer.completed', 'streaming.started', 'streaming.stopped', 'streaming.failed', 'conference.created',
  'conference.participant.joined', 'conference.participant.left', 'conference.ended', 'conference.recording.saved',
  'conference.speak.started', 'conference.playback.started', 'conference.floor.changed', 'call.conversation.created',
  'call.conversation.ended', 'call.conversation.start_failed', 'call.conversation_insights.generated', 'call.ai_gather.ended',
  'call.ai_gather.partial_results', 'call.ai_gather.message_history_updated'];

export async function playAll(w) {
  const stories = [assistantStory, failedAssistantStory, personStory, machineStory, soundStory, questionsStory, conferenceStory,
    elsewhereStory];
  await Promise.all(stories.map((story) => story(w)));
}
