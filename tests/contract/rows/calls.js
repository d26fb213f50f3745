/// Operation -> what makes the arguments of its SDK method, with the state that it needs. `w` is a Workshop.
const text = { payload: 'Good evening', voice: 'female' };
const action = (body = {}) => async (w) => [await w.answered(), body];
const after = (before, body = {}) => async (w) => {
  const leg = await w.answered();
  await before(w, leg);
  return [leg, body];
};
const actions = (w) => w.sdk.calls.actions;

export const callRows = {
  dial: (w) => [{ ...w.ends(), answering_machine_detection: 'premium', client_state: 'Y2Fy', timeout_secs: 30 }],
  answer: async (w) => [await w.caller(), { client_state: 'Y2Fy' }],
  reject: async (w) => [await w.caller(), { cause: 'USER_BUSY' }],
  hangup: action({ client_state: 'Y2Fy' }),
  ai_assistant_start: action({ assistant: { id: 'assistant-1', dynamic_variables: { name: 'Ana' } } }),
  ai_assistant_stop: after((w, leg) => actions(w).startAIAssistant(leg, { assistant: { id: 'assistant-1' } })),
  ai_assistant_join: async (w) => {
    const { data } = await actions(w).startAIAssistant(await w.answered(), { assistant: { id: 'assistant-1' } });
    const leg = await w.answered();
    return [leg, { conversation_id: data.conversation_id, participant: { id: leg, role: 'user', name: 'Ana' } }];
  },
  ai_assistant_add_messages: after((w, leg) => actions(w).startAIAssistant(leg, { assistant: { id: 'assistant-1' } }),
    { messages: [{ role: 'system', content: 'A person is on the way.' }] }),
  transfer: async (w) => [await w.answered(), { to: '+13125550111', target_leg_client_state: 'Y2Fy' }],
  bridge: async (w) => [await w.answered(), { call_control_id_to_bridge_with: await w.answered(), park_after_unbridge: 'self' }],
  refer: action({ sip_address: 'sip:ana@example.com' }),
  speak: action(text),
  playback_start: action({ audio_url: 'https://example.com/hold.mp3', loop: 2 }),
  playback_stop: after((w, leg) => actions(w).startPlayback(leg, { audio_url: 'https://example.com/hold.mp3' }), { stop: 'all' }),
  gather: action({ maximum_digits: 1, valid_digits: '12' }),
  gather_stop: after((w, leg) => actions(w).gather(leg, {})),
  gather_using_speak: action({ ...text, maximum_digits: 1 }),
  gather_using_audio: action({ audio_url: 'https://example.com/menu.mp3', maximum_digits: 1 }),
  gather_using_ai: action({ parameters: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } }),
  send_dtmf: action({ digits: '1w2' }),
  send_sip_info: action({ body: 'hello', content_type: 'text/plain' }),
  record_start: action({ channels: 'dual', format: 'mp3' }),
  record_stop: after((w, leg) => actions(w).startRecording(leg, { channels: 'single', format: 'wav' })),
  record_pause: after((w, leg) => actions(w).startRecording(leg, { channels: 'single', format: 'wav' })),
  record_resume: after(async (w, leg) => {
    await actions(w).startRecording(leg, { channels: 'single', format: 'wav' });
    await actions(w).pauseRecording(leg, {});
  }),
  transcription_start: action({ transcription_engine: 'Telnyx', transcription_tracks: 'both' }),
  transcription_stop: after((w, leg) => actions(w).startTranscription(leg, {})),
  enqueue: async (w) => [await w.answered(), { queue_name: await w.queue() }],
  leave_queue: after(async (w, leg) => actions(w).enqueue(leg, { queue_name: await w.queue() })),
  switch_supervisor_role: async (w) => {
    const supervised = await w.answered();
    const { data } = await w.sdk.calls.dial({ ...w.ends(), supervise_call_control_id: supervised, supervisor_role: 'monitor' });
    await w.receiver.event('call.answered', data.call_control_id);
    return [data.call_control_id, { role: 'whisper' }];
  },
  suppression_start: action({ direction: 'both' }),
  suppression_stop: after((w, leg) => actions(w).startNoiseSuppression(leg, {})),
  conversation_relay_start: action({ conversation_relay_url: 'wss://example.com/relay' }),
  conversation_relay_stop: after((w, leg) =>
    actions(w).startConversationRelay(leg, { conversation_relay_url: 'wss://example.com/relay' })),
  streaming_start: action({ stream_url: 'wss://example.com/media', stream_track: 'both_tracks' }),
  streaming_stop: after((w, leg) => actions(w).startStreaming(leg, { stream_url: 'wss://example.com/media' })),
  client_state_update: action({ client_state: 'Y2Fy' }),
  retrieve_call_status: async (w) => {
    const leg = await w.answered({ client_state: 'Y2Fy' });
    await actions(w).hangup(leg, {});
    await w.receiver.event('call.hangup', leg);
    return [leg];
  },
  list_active_calls: async (w) => {
    await w.answered();
    return [w.connection, { page: { limit: 2 } }];
  },
  list_call_events: async (w) => {
    const leg = await w.answered();
    const { data } = await w.sdk.calls.retrieveStatus(leg);
    return [{ filter: { leg_id: data.call_leg_id }, 'page[size]': 5 }];
  },
  list_webhook_deliveries: async (w) => {
    await w.receiver.event('call.initiated', await w.caller());
    return [{ 'page[size]': 5 }];
  },
  retrieve_webhook_delivery: async (w) => {
    await w.receiver.event('call.initiated', await w.caller());
    return [(await w.sdk.webhookDeliveries.list({})).data[0].id];
  },
};
