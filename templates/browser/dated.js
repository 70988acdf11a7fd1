// Whether the page shows some dates: one without is likely to wait for its data still.
() => (allText().match(/\d{1,4}[-年./月]\d{1,2}/g) || []).length >= 3
