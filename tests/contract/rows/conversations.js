const ofConversation = (...rest) => async (w) => [await w.conversation(), ...rest];
const ofInsight = (...rest) => async (w) => [await w.insight(), ...rest];
const ofGroup = (...rest) => async (w) => [await w.insightGroup(), ...rest];

export const conversationRows = {
  create_conversation: () => [{ name: 'Order 17', metadata: { order: '17' } }],
  list_conversations: async (w) => {
    await w.conversation();
    return [{ limit: 5 }];
  },
  get_conversation: ofConversation(),
  update_conversation: ofConversation({ metadata: { order: '18' } }),
  delete_conversation: ofConversation(),
  list_messages: async (w) => {
    const id = await w.conversation();
    await w.sdk.ai.conversations.addMessage(id, { role: 'assistant', content: 'One moment', metadata: { step: 1 },
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'find_order', arguments: '{}' } }] });
    return [id];
  },
  create_message: ofConversation({ role: 'user', content: 'Hello' }),
  list_conversation_insights: async (w) => [await w.conversationWithInsights()],
  aggregate_conversation_insights: () => [{}],
  list_insights: async (w) => {
    await w.insight();
    return [{ 'page[size]': 5 }];
  },
  create_insight: (w) => [{ name: w.name('insight'), instructions: 'Summarise the call.' }],
  get_insight: ofInsight(),
  update_insight: ofInsight({ instructions: 'Summarise the call in one sentence.' }),
  delete_insight: ofInsight(),
  list_insight_groups: async (w) => {
    await w.insightGroup();
    return [{ 'page[size]': 5 }];
  },
  create_insight_group: (w) => [{ name: w.name('group'), webhook: 'https://example.com/insights' }],
  get_insight_group: ofGroup(),
  update_insight_group: ofGroup({ description: 'After each call' }),
  delete_insight_group: ofGroup(),
  assign_insight: async (w) => [await w.insight(), { group_id: await w.insightGroup() }],
  unassign_insight: async (w) => {
    const [insight, group_id] = [await w.insight(), await w.insightGroup()];
    await w.sdk.ai.conversations.insightGroups.insights.assign(insight, { group_id });
    return [insight, { group_id }];
  },
};
