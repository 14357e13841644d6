import type { Database } from "../../platform/database/connect.ts";
import type { MapFilter, MapLayer } from "../../register/map/filters.ts";
import { type MapContent, otherPoints } from "../../register/map/points.ts";
import { projectNames } from "../../register/map/store.ts";
import { type Group, groupPoints } from "../../ui/map-marks.ts";
import { groupSpots } from "../../ui/map-spots.ts";
import { type MapRegion, positionOn } from "../../ui/world-map.tsx";

/** What a drawing of a region shows. */
export interface Drawn {
  groups: Group[];
  /** Points inside the frame, and beside it. */
  inside: number;
  outside: number;
  /** Records inside the frame. */
  records: Record<MapLayer, number>;
}

/** The groups of the points that the filter leaves, as the drawing of a region shows them: each named where it is one record. */
export async function draw(db: Database, content: MapContent, filter: MapFilter, region: MapRegion): Promise<Drawn> {
  const others = otherPoints(content, filter);
  const inFrame = others.filter((point) => positionOn(region, point.latitude, point.longitude));
  const projects = groupSpots(content.catalogue, content.projects, region);
  const groups = [...groupPoints(inFrame, region), ...projects.groups];
  const nameless = groups.flatMap(({ only }) => (only && !only.name ? [only.id] : []));
  const names = await projectNames(db, nameless);
  const inside = inFrame.length + projects.spots;
  const recordsOf = (layer: MapLayer) => new Set(inFrame.flatMap((one) => (one.layer === layer ? [`${one.kind} ${one.id}`] : []))).size;
  return {
    groups: groups.map((group) => {
      const name = group.only && names.get(group.only.id);
      return name ? { ...group, only: { ...group.only!, name } } : group;
    }),
    inside,
    outside: others.length + projects.allSpots - inside,
    records: {
      agreements: recordsOf("agreements"),
      projects: projects.records,
      networks: recordsOf("networks"),
      occasions: recordsOf("occasions"),
    },
  };
}
