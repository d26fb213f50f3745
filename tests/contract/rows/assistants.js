const ofAssistant = (...rest) => async (w) => [(await w.assistant()).id, ...rest];
const tool = (name) => ({ display_name: name, type: 'webhook',
  webhook: { name, description: 'Looks an order up', url: 'https://example.com/order', method: 'POST' } });
const ofVersion = (rest = {}) => async (w) => {
  const { id, version } = await w.assistantOfTwoVersions();
  return [version, { assistant_id: id, ...rest }];
};
const canary = (version) => ({ rules: [{ serve: { rollout: [{ version_id: version, weight: 10 }] } }] });
const ofSharedTool = (rest) => async (w) => {
  const { id } = await w.assistant();
  return [await w.tool(), { assistant_id: id, ...rest }];
};
const ofSharedToolInUse = (rest) => async (w) => {
  const { id } = await w.assistant();
  const tool_id = await w.tool();
  await w.sdk.ai.assistants.tools.add(tool_id, { assistant_id: id });
  return [tool_id, { assistant_id: id, ...rest }];
};
const ofTest = (...rest) => async (w) => [(await w.test()).test_id, ...rest];
const ofEvent = () => async (w) => {
  const { id } = await w.assistant();
  const event = await w.sdk.ai.assistants.scheduledEvents.create(id, w.scheduledCall());
  return [event.scheduled_event_id, { assistant_id: id }];
};

export const assistantRows = {
  list_assistants: async (w) => {
    await w.assistant();
    return [];
  },
  create_assistant: (w) => [w.newAssistant()],
  import_assistants: () => [{ provider: 'vapi', api_key_ref: 'vapi-key' }],
  get_assistant: ofAssistant(),
  update_assistant: ofAssistant({ greeting: 'Hello again' }),
  delete_assistant: ofAssistant(),
  clone_assistant: ofAssistant(),
  get_assistant_texml: ofAssistant(),
  chat: async (w) => [(await w.assistant()).id, { content: 'Where is my order?', conversation_id: await w.conversation() }],
  chat_sms: ofAssistant({ from: '+13125550100', to: '+13125550199', text: 'Hello' }),
  enhance_instructions: ofAssistant({ instructions: 'Be kind.' }),
  list_tags: () => [],
  add_tag: ofAssistant({ tag: 'support' }),
  remove_tag: async (w) => {
    const { id } = await w.assistant();
    await w.sdk.ai.assistants.tags.add(id, { tag: 'support' });
    return ['support', { assistant_id: id }];
  },
  add_assistant_tool: ofSharedTool(),
  remove_assistant_tool: ofSharedToolInUse(),
  test_assistant_tool: ofSharedToolInUse({ arguments: { order: '17' }, dynamic_variables: {} }),
  list_versions: ofAssistant(),
  get_version: ofVersion(),
  update_version: ofVersion({ greeting: 'Hello once more' }),
  delete_version: ofVersion(),
  promote_version: ofVersion(),
  create_canary_deploy: async (w) => {
    const { id, version } = await w.assistantOfTwoVersions();
    return [id, canary(version)];
  },
  get_canary_deploy: async (w) => [(await w.assistantWithCanary(canary)).id],
  update_canary_deploy: async (w) => {
    const { id, version } = await w.assistantWithCanary(canary);
    return [id, canary(version)];
  },
  delete_canary_deploy: async (w) => [(await w.assistantWithCanary(canary)).id],
  list_scheduled_events: ofAssistant({ 'page[size]': 5 }),
  create_scheduled_event: async (w) => [(await w.assistant()).id, w.scheduledCall()],
  get_scheduled_event: ofEvent(),
  delete_scheduled_event: ofEvent(),
  list_tests: async (w) => {
    await w.test();
    return [{ 'page[size]': 5 }];
  },
  create_test: (w) => [w.newTest()],
  get_test: ofTest(),
  update_test: ofTest({ description: 'Asks for an order' }),
  delete_test: ofTest(),
  list_test_suites: async (w) => {
    await w.test();
    return [];
  },
  list_test_suite_runs: async (w) => {
    const { test_suite } = await w.test();
    return [test_suite, { 'page[size]': 5 }];
  },
  trigger_test_suite: async (w) => [(await w.test()).test_suite, {}],
  list_test_runs: ofTest({}),
  trigger_test_run: ofTest({}),
  get_test_run: async (w) => {
    const { test_id } = await w.test();
    const run = await w.sdk.ai.assistants.tests.runs.trigger(test_id, {});
    return [run.run_id, { test_id }];
  },
  list_mcp_servers: async (w) => {
    await w.mcpServer();
    return [{ 'page[size]': 5 }];
  },
  create_mcp_server: (w) => [w.newMcpServer()],
  get_mcp_server: async (w) => [await w.mcpServer()],
  update_mcp_server: async (w) => [await w.mcpServer(), { allowed_tools: ['search'] }],
  delete_mcp_server: async (w) => [await w.mcpServer()],
  list_tools: async (w) => {
    await w.tool();
    return [{ 'page[size]': 5 }];
  },
  create_tool: (w) => [tool(w.name('tool'))],
  get_tool: async (w) => [await w.tool()],
  update_tool: async (w) => [await w.tool(), { display_name: 'Look up' }],
  delete_tool: async (w) => [await w.tool()],
};
