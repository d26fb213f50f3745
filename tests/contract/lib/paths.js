/// Where the things under test are, as CTest tells.
function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`ctest -R contract\``);
  return value;
}

export const program = () => required('CALLWRIGHT_PROGRAM');
export const catalogueFile = () => required('CALLWRIGHT_CATALOGUE');
/// One JSON line for each request that the service sent in the end-to-end tests.
export const recordedRequests = () => required('CALLWRIGHT_API_REQUESTS');
