-- The only door to the figures of others: strata published by the rule of secrecy, and never one authority's own value.
-- A quantile is the mean of the values around it: three at least, and no value serves in two quantiles of a stratum.
-- Quartiles are therefore left out of strata where these windows would meet. A stratum whose values are nearly all the
-- same, but for less than one unit of what is printed, is not given; quartiles and ranks only where `classee` says so.
WITH contributions AS (
    SELECT m.ratio, m.strate, m.siret, m.valeur, m.numerateur, m.denominateur,
        row_number() OVER (PARTITION BY m.ratio, m.strate ORDER BY m.valeur, m.siret) AS place,
        count(*) OVER (PARTITION BY m.ratio, m.strate) AS n,
        count(*) OVER (
            PARTITION BY m.ratio, m.strate ORDER BY m.valeur
            RANGE BETWEEN CURRENT ROW AND 0.999 * power(10.0, -d.decimales) FOLLOWING
        ) AS semblables
    FROM mesures m
    JOIN publiees p USING (ratio, strate)
    JOIN decimales d USING (ratio)
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
        AND max(semblables) <= $part * (count(*) - 1)
)
SELECT f.ratio, f.strate, f.collectivites,
    round(CASE WHEN f.quartiles AND p.classee THEN f.q1 END, d.decimales) AS q1,
    round(f.mediane, d.decimales) AS mediane,
    round(CASE WHEN f.quartiles AND p.classee THEN f.q3 END, d.decimales) AS q3,
    CASE WHEN f.propre IS NOT NULL AND p.classee THEN 1 + (
        SELECT count(*) FROM contributions c
        WHERE c.ratio = f.ratio AND c.strate = f.strate AND c.valeur > f.propre
    ) END AS rang
FROM figures f
JOIN publiees p USING (ratio, strate)
JOIN decimales d USING (ratio)
ORDER BY f.ratio, f.strate
