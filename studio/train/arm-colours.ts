/** The colour of each of the models that are trained side by side: classes of the reports' style. */
export const armColours = ["train", "dev"] as const;
