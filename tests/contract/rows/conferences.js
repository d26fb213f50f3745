const text = { payload: 'Good evening', voice: 'female' };
const inConference = (body) => async (w) => {
  const { id, leg } = await w.conference();
  return [id, typeof body === 'function' ? body(leg) : body];
};
const inQueue = (place) => async (w) => {
  const queue = await w.queue();
  const leg = await w.answered();
  await w.sdk.calls.actions.enqueue(leg, { queue_name: queue });
  return place(queue, leg);
};

export const conferenceRows = {
  create_conference: async (w) => [{ call_control_id: await w.answered(), name: w.name('conference'), beep_enabled: 'never' }],
  list_conferences: async (w) => {
    await w.conference();
    return [{ 'page[size]': 5 }];
  },
  retrieve_conference: async (w) => [(await w.conference()).id, {}],
  list_conference_participants: async (w) => [(await w.conference()).id, {}],
  conference_join: async (w) => [(await w.conference()).id, { call_control_id: await w.answered(), mute: true }],
  conference_leave: inConference((leg) => ({ call_control_id: leg })),
  conference_hold: inConference((leg) => ({ call_control_ids: [leg], audio_url: 'https://example.com/hold.mp3' })),
  conference_unhold: async (w) => {
    const { id, leg } = await w.conference();
    await w.sdk.conferences.actions.hold(id, { call_control_ids: [leg] });
    return [id, { call_control_ids: [leg] }];
  },
  conference_mute: inConference((leg) => ({ call_control_ids: [leg] })),
  conference_unmute: inConference((leg) => ({ call_control_ids: [leg] })),
  conference_speak: inConference(text),
  conference_play: inConference({ audio_url: 'https://example.com/hold.mp3' }),
  conference_stop: async (w) => {
    const { id } = await w.conference();
    await w.sdk.conferences.actions.play(id, { audio_url: 'https://example.com/hold.mp3', loop: 'infinity' });
    return [id, {}];
  },
  conference_update: inConference((leg) => ({ call_control_id: leg, supervisor_role: 'barge' })),
  conference_end: inConference({}),
  conference_record_start: inConference({ format: 'mp3' }),
  conference_record_stop: async (w) => {
    const { id } = await w.conference();
    await w.sdk.conferences.actions.recordStart(id, { format: 'mp3' });
    return [id, {}];
  },
  conference_send_dtmf: inConference({ digits: '1' }),
  create_queue: (w) => [{ queue_name: w.name('queue'), max_size: 10 }],
  list_queues: async (w) => {
    await w.queue();
    return [{ 'page[size]': 5 }];
  },
  retrieve_queue: async (w) => [await w.queue()],
  update_queue: async (w) => [await w.queue(), { max_size: 20 }],
  delete_queue: async (w) => [await w.queue()],
  list_queue_calls: inQueue((queue) => [queue, {}]),
  retrieve_queue_call: inQueue((queue, leg) => [leg, { queue_name: queue }]),
  update_queue_call: inQueue((queue, leg) => [leg, { queue_name: queue, keep_after_hangup: true }]),
  remove_queue_call: inQueue((queue, leg) => [leg, { queue_name: queue }]),
};
