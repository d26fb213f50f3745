/// Calls that set off one webhook of every type that the simulator knows.
const text = { payload: 'Good evening', voice: 'female' };

async function assistantStory(w) {
  const leg = await w.answered();
  const actions = w.sdk.calls.actions;
  await actions.startAIAssistant(leg, { assistant: { id: 'assistant-1' } });
  await w.receiver.event('call.conversation.created', leg);
  await w.simulator.act(leg, 'hangup');
  await w.receiver.event('call.conversation_insights.generated');
}

async function personStory(w) {
  await w.simulator.steer('PUT', 'people/+13125550111', { answer_after: 0.02, verdict_after: 0.02, press: '1', press_after: 0.02 });
  const { data } = await w.sdk.calls.dial({ ...w.ends(), answering_machine_detection: 'premium' });
  const leg = data.call_control_id;
  await w.receiver.event('call.machine.premium.detection.ended', leg);
  await w.sdk.calls.actions.gatherUsingSpeak(leg, { ...text, maximum_digits: 1 });
  await w.receiver.event('call.gather.ended', leg);
  await w.simulator.act(leg, 'press', { digits: '5' });
  await w.receiver.event('call.dtmf.received', leg);
  await w.sdk.calls.actions.bridge(leg, { call_control_id_to_bridge_with: await w.answered() });
  await w.receiver.event('call.bridged', leg);
}

async function soundStory(w) {
  const leg = await w.answered();
  const actions = w.sdk.calls.actions;
  await actions.startRecording(leg, { channels: 'single', format: 'wav' });
  await actions.speak(leg, text);
  await w.receiver.event('call.speak.ended', leg);
  await actions.startPlayback(leg, { audio_url: 'https://example.com/hold.mp3' });
  await actions.stopPlayback(leg, { stop: 'all' });
  await w.receiver.event('call.playback.ended', leg);
  await actions.stopRecording(leg, {});
  await w.receiver.event('call.recording.saved');
  await actions.hangup(leg, {});
  await w.receiver.event('call.hangup', leg);
}

export const kEvents = ['call.initiated', 'call.answered', 'call.hangup', 'call.bridged', 'call.dtmf.received', 'call.gather.ended',
  'call.machine.premium.detection.ended', 'call.speak.started', 'call.speak.ended', 'call.playback.started',
  'call.playback.ended', 'call.recording.saved', 'call.conversation.created', 'call.conversation.ended',
  'call.conversation_insights.generated'];

export async function playAll(w) {
  await Promise.all([assistantStory, personStory, soundStory].map((story) => story(w)));
}
