-- Nombre de collectivités qui ont rempli chaque tableau, parmi les bilans en vigueur
SELECT split_part(v.variable, '!', 1) AS "Tableau", count(DISTINCT v.reception) AS "Collectivités",
    count(*) AS "Réponses"
FROM valeurs v JOIN suivi s ON s.id = v.reception AND s.en_vigueur
GROUP BY 1 ORDER BY 1
