export function Builder() {
  return null;
}
