-- The only door to the figures of others: strata published by the rule of secrecy, and never one authority's own value.
-- A quantile is the mean of the values that `en_mediane`, `en_q1` and `en_q3` point out: three at least, chosen so that
-- no mean of the campaign tells a value with others (processors/comparison/fenetres.py). A stratum whose values are
-- nearly all the same, but for less than one unit of what is printed, is not given; quartiles and ranks only where
-- `classee` says so.
WITH contributions AS (
    SELECT m.*,
        count(*) OVER (
            PARTITION BY m.ratio, m.strate ORDER BY m.valeur
            RANGE BETWEEN CURRENT ROW AND 0.999 * power(10.0, -d.decimales) FOLLOWING
        ) AS semblables
    FROM mesures m
    JOIN publiees p USING (ratio, strate)
    JOIN decimales d USING (ratio)
), figures AS (
    SELECT ratio, strate, count(*) AS collectivites,
        CASE WHEN count(*) FILTER (en_q1) >= 3 THEN avg(valeur) FILTER (en_q1) END AS q1,
        avg(valeur) FILTER (en_mediane) AS mediane,
        CASE WHEN count(*) FILTER (en_q3) >= 3 THEN avg(valeur) FILTER (en_q3) END AS q3,
        any_value(valeur) FILTER (siret = $siret) AS propre
    FROM contributions
    GROUP BY ratio, strate
    HAVING count(*) > $autres
        AND count(*) FILTER (en_mediane) >= 3
        AND max(abs(numerateur)) <= $part * sum(abs(numerateur))
        AND max(abs(denominateur)) <= $part * sum(abs(denominateur))
        AND max(semblables) <= $part * (count(*) - 1)
)
SELECT f.ratio, f.strate, f.collectivites,
    round(CASE WHEN p.classee THEN f.q1 END, d.decimales) AS q1,
    round(f.mediane, d.decimales) AS mediane,
    round(CASE WHEN p.classee THEN f.q3 END, d.decimales) AS q3,
    CASE WHEN f.propre IS NOT NULL AND p.classee THEN 1 + (
        SELECT count(*) FROM contributions c
        WHERE c.ratio = f.ratio AND c.strate = f.strate AND c.valeur > f.propre
    ) END AS rang
FROM figures f
JOIN publiees p USING (ratio, strate)
JOIN decimales d USING (ratio)
ORDER BY f.ratio, f.strate
