/** The time zones that a person can choose. */

/** The zone of this computer. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Every zone by name, with those given even if the browser does not list them. */
export function zones(...known: string[]): string[] {
  const listed = Intl.supportedValuesOf?.("timeZone") ?? [];
  return [...new Set([...listed, "UTC", ...known])].sort();
}
