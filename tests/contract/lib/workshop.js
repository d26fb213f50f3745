/// Makes the things that operations work on.
export class Workshop {
  connection = '1000000000000000001';
  #made = 0;

  constructor(simulator, receiver, sdk) {
    this.simulator = simulator;
    this.receiver = receiver;
    this.sdk = sdk;
  }

  name(kind) { return `${kind}-${++this.#made}`; }
  ends() { return { connection_id: this.connection, from: '+13125550100', to: '+13125550111' }; }

  number() { return `+1312555${String(++this.#made).padStart(4, '0')}`; }

  /// A leg that rings here.
  caller() { return this.simulator.caller(this.number()); }

  async answered(body = {}) {
    const leg = await this.caller();
    await this.sdk.calls.actions.answer(leg, body);
    await this.receiver.event('call.answered', leg);
    return leg;
  }

  async conference() {
    const leg = await this.answered();
    const { data } = await this.sdk.conferences.create({ call_control_id: leg, name: this.name('conference') });
    return { id: data.id, leg };
  }

  async queue() {
    const { data } = await this.sdk.queues.create({ queue_name: this.name('queue') });
    return data.name;
  }

  newAssistant() {
    return {
      name: this.name('assistant'), model: 'openai/gpt-4o', instructions: 'Help {{name}}.', description: 'Takes orders',
      greeting: 'Hello {{name}}', enabled_features: ['telephony', 'messaging'], dynamic_variables: { name: 'Ana' },
      interruption_settings: { enable: true, disable_greeting_interruption: true }, privacy_settings: { data_retention: true },
      telephony_settings: { time_limit_secs: 600, user_idle_timeout_secs: 30, noise_suppression: 'krisp' },
      transcription: { model: 'deepgram/flux', language: 'en', settings: { eot_threshold: 0.7 } },
      voice_settings: { voice: 'Telnyx.KokoroTTS.af' },
      tools: [
        { type: 'webhook', timeout_ms: 5000, webhook: { name: 'find_order', description: 'Looks an order up', url: 'https://example.com/order' } },
        { type: 'hangup', hangup: { description: 'Ends the call' } },
      ],
    };
  }
  assistant() { return this.sdk.ai.assistants.create(this.newAssistant()); }

  /// `version` is not the main one.
  async assistantOfTwoVersions() {
    const { id } = await this.assistant();
    await this.sdk.ai.assistants.update(id, { greeting: 'Hello', promote_to_main: false });
    const { data } = await this.sdk.ai.assistants.versions.list(id);
    const main = (await this.sdk.ai.assistants.retrieve(id)).version_id;
    return { id, version: data.map((one) => one.version_id).find((one) => one !== main) };
  }

  async assistantWithCanary(canary) {
    const made = await this.assistantOfTwoVersions();
    await this.sdk.ai.assistants.canaryDeploys.create(made.id, canary(made.version));
    return made;
  }

  scheduledCall() {
    return { scheduled_at_fixed_datetime: '2099-01-01T12:00:00Z', telnyx_agent_target: '+13125550100',
      telnyx_conversation_channel: 'phone_call', telnyx_end_user_target: '+13125550199' };
  }

  newTest() {
    return { name: this.name('test'), destination: '+13125550100', instructions: 'Ask for an order.',
      rubric: [{ name: 'Polite', criteria: 'The assistant is polite.' }], test_suite: 'orders' };
  }
  test() { return this.sdk.ai.assistants.tests.create(this.newTest()); }

  newMcpServer() { return { name: this.name('mcp'), type: 'http', url: 'https://example.com/mcp' }; }
  async mcpServer() { return (await this.sdk.ai.mcpServers.create(this.newMcpServer())).id; }

  async tool() {
    const name = this.name('tool');
    const made = await this.sdk.ai.tools.create({ display_name: name, type: 'webhook',
      webhook: { name, description: 'Looks an order up', url: 'https://example.com/order' } });
    return (made.data ?? made).id;
  }

  async conversation() { return (await this.sdk.ai.conversations.create({ name: this.name('conversation') })).id; }
  /// The conversation of a call that is over.
  async conversationWithInsights() {
    const leg = await this.answered();
    const { data } = await this.sdk.calls.actions.startAIAssistant(leg, { assistant: { id: 'assistant-1' } });
    await this.simulator.act(leg, 'hangup');
    await this.receiver.event('call.conversation_insights.generated', leg);
    return data.conversation_id;
  }

  async insight() {
    return (await this.sdk.ai.conversations.insights.create({ name: this.name('insight'), instructions: 'Summarise.' })).data.id;
  }
  async insightGroup() {
    return (await this.sdk.ai.conversations.insightGroups.insightGroups({ name: this.name('group') })).data.id;
  }
}
