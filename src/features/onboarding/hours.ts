/** Local time at which lateness is looked at again and the checklist redrawn. */
export const dailyMinute = 8 * 60;
