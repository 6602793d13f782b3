-- The only door to the figures of others: strata published by the rule of secrecy, and never one authority's own value.
-- A quantile is the mean of the values around it: three at least, and no value serves in two quantiles of a stratum.
-- Quartiles are therefore left out of strata where these windows would meet.
WITH contributions AS (
    SELECT m.ratio, m.strate, m.siret, m.valeur, m.numerateur, m.denominateur,
        row_number() OVER (PARTITION BY m.ratio, m.strate ORDER BY m.valeur, m.siret) AS place,
        count(*) OVER (PARTITION BY m.ratio, m.strate) AS n
    FROM mesures m
    JOIN publiees p USING (ratio, strate)
), figures AS (
    SELECT ratio, strate, any_value(n) AS collectivites,
        avg(valeur) FILTER (place BETWEEN floor(0.25 * (n - 1)) AND ceil(0.25 * (n - 1)) + 2) AS q1,
        avg(valeur) FILTER (place BETWEEN floor(0.50 * (n - 1)) AND ceil(0.50 * (n - 1)) + 2) AS mediane,
        avg(valeur) FILTER (place BETWEEN floor(0.75 * (n - 1)) AND ceil(0.75 * (n - 1)) + 2) AS q3,
        ceil(0.25 * (any_value(n) - 1)) + 2 < floor(0.50 * (any_value(n) - 1))
            AND ceil(0.50 * (any_value(n) - 1)) + 2 < floor(0.75 * (any_value(n) - 1)) AS quartiles,
        any_value(valeur) FILTER (siret = $siret) AS propre
    FROM contributions
    GROUP BY ratio, strate
    HAVING count(*) > $autres
        AND max(abs(numerateur)) <= $part * sum(abs(numerateur))
        AND max(abs(denominateur)) <= $part * sum(abs(denominateur))
)
SELECT f.ratio, f.strate, f.collectivites,
    round(CASE WHEN f.quartiles THEN f.q1 END, d.decimales) AS q1,
    round(f.mediane, d.decimales) AS mediane,
    round(CASE WHEN f.quartiles THEN f.q3 END, d.decimales) AS q3,
    CASE WHEN f.propre IS NOT NULL THEN 1 + (
        SELECT count(*) FROM contributions c
        WHERE c.ratio = f.ratio AND c.strate = f.strate AND c.valeur > f.propre
    ) END AS rang
FROM figures f
JOIN decimales d USING (ratio)
ORDER BY f.ratio, f.strate
