import type { StoryShown } from "../../register/story/public-store.ts";
import { type MapRegion, positionOn } from "../../ui/world-map.tsx";

export const MARK_OF_CITY = "partner" as const;

/** The cities of some stories, with how many each has; Europe is drawn where they all are in it. */
export function citiesShown(stories: StoryShown[]) {
  const found = new Map<string, NonNullable<StoryShown["city"]> & { count: number }>();
  for (const { city } of stories) if (city) found.set(city.id, { ...city, count: (found.get(city.id)?.count ?? 0) + 1 });
  const cities = [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
  const placed = cities.filter(({ latitude, longitude }) => latitude !== null && longitude !== null);
  const region: MapRegion = placed.every(({ latitude, longitude }) => positionOn("europe", latitude!, longitude!)) ? "europe" : "world";
  return { cities, placed, region };
}
